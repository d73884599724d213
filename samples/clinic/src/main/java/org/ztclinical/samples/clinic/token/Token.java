package org.ztclinical.samples.clinic.token;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ztclinical.samples.clinic.personas.Persona;

/** Prints an access token of the running clinic; {@code bin/token} calls it. */
public final class Token {
  private static final String USAGE =
      """
      usage: token <attending|nurse|patient|billing|vendor|analytics> [option…]
        --scope="…"      scopes to ask for, instead of the usual ones
        --aud=URL        API the token is for, default http://127.0.0.1:8080/fhir;
                         https://scheduling.clinic.example/api gives one for another API
        --launch=ID      launch for this patient, with the scope launch
        --json           print the whole answer of the token endpoint
        --port=N         port of the FHIR server, default 8080
        --auth-port=N    port of the authorization server, default 9000
        --data=DIR       data folder of the clinic, for the key of analytics""";

  private final Map<String, String> options = new LinkedHashMap<>();

  private Token() {
    options.put("--port", "8080");
    options.put("--auth-port", "9000");
    options.put("--data", "samples/clinic/data");
  }

  public static void main(String... arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /** Runs the command and returns its exit code: 0 printed, 1 refused by the server, 2 misused. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      Token command = new Token();
      String who = command.read(arguments);
      TokenAnswer answer = command.ask(who);
      out.println(command.options.containsKey("--json") ? answer.json() : answer.accessToken());
      return 0;
    } catch (TokenRefusedException e) {
      err.println("no token: " + e.getMessage());
      return 1;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.println(USAGE);
      return 2;
    }
  }

  private String read(String... arguments) {
    String who = "";
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      switch (name) {
        case "--scope", "--aud", "--launch", "--json", "--port", "--auth-port", "--data" ->
            options.put(name, argument.substring(equals + 1));
        default -> {
          if (argument.startsWith("-") || !who.isEmpty()) {
            throw new IllegalArgumentException("unknown argument " + argument);
          }
          who = argument;
        }
      }
    }
    return who;
  }

  private TokenAnswer ask(String who) {
    String issuer = "http://127.0.0.1:" + options.get("--auth-port");
    String fhirBase = "http://127.0.0.1:" + options.get("--port") + "/fhir";
    Map<String, String> extra = new LinkedHashMap<>();
    copy("--scope", extra, "scope");
    if (who.equals("analytics")) {
      copy("--aud", extra, "resource");
      Path key = Path.of(options.get("--data"), "keys", "analytics-private-key.pem");
      return new DemoBackend(issuer, key).token(extra);
    }
    Persona persona =
        Persona.of(who)
            .orElseThrow(() -> new IllegalArgumentException("there is no persona " + who));
    extra.put("aud", options.getOrDefault("--aud", fhirBase));
    copy("--launch", extra, "launch");
    String client = persona == Persona.VENDOR ? "vendor-console" : "clinic-app";
    return new DemoApp(issuer, client).tokenFor(persona, extra);
  }

  private void copy(String option, Map<String, String> target, String parameter) {
    String value = options.get(option);
    if (value != null) {
      target.put(parameter, value);
    }
  }
}
