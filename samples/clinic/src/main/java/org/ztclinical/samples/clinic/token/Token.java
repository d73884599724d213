package org.ztclinical.samples.clinic.token;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ztclinical.samples.clinic.personas.Persona;

/** Prints an access token of the running clinic; {@code bin/token} calls it. */
public final class Token {
  private static final String USAGE =
      """
      usage: token <attending|nurse|patient|billing|vendor|analytics> [option…]
        --scope="…"      scopes to ask for, instead of the usual ones
        --aud=URL        API the token is for, default http://127.0.0.1:8080/fhir;
                         https://scheduling.clinic.example/api gives one for another API
        --acr=CLASS      context class to ask for; urn:ztclinical:acr:mfa takes a one-time code
        --mtls           of analytics: bound to its TLS certificate
        --bind           bound to a key (DPoP), which is thrown away
        --proof-for="GET URL"
                         prints header lines for curl -H @<(…): a token that is bound to a key, and
                         a proof for this request
        --by-another-key with --proof-for: the proof is a thief's
        --log-out-after=SECONDS
                         prints the token, and ends its login so much later
        --launch=ID      launch for this patient, with the scope launch
        --json           print the whole answer of the token endpoint
        --port=N         port of the FHIR server, default 8080
        --auth-port=N    port of the authorization server, default 9000
        --data=DIR       data folder of the clinic, for the key of analytics""";

  private @Nullable DemoLogin login;
  private final DemoKey key = DemoKey.create();
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
      out.println(command.asked(answer));
      out.flush();
      command.endLogin();
      return 0;
    } catch (TokenRefusedException e) {
      err.println("no token: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
        case "--scope",
            "--aud",
            "--acr",
            "--bind",
            "--mtls",
            "--proof-for",
            "--by-another-key",
            "--log-out-after",
            "--launch",
            "--json",
            "--port",
            "--auth-port",
            "--data" ->
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
    if (who.equals("analytics") && options.containsKey("--mtls")) {
      String tlsIssuer =
          "https://127.0.0.1:" + (Integer.parseInt(options.getOrDefault("--auth-port", "")) + 1);
      return DemoBackend.tokenByCertificate(
          tlsIssuer, DemoTls.store(Path.of(options.getOrDefault("--data", ""))));
    }
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
    copy("--acr", extra, "acr_values");
    String client = persona == Persona.VENDOR ? "vendor-console" : "clinic-app";
    DemoApp app = new DemoApp(issuer, client);
    DemoLogin loggedIn = (isBound() ? app.boundTo(key) : app).logIn(persona, extra);
    login = loggedIn;
    return loggedIn.token();
  }

  private void endLogin() throws InterruptedException {
    String seconds = options.get("--log-out-after");
    if (seconds != null && login != null) {
      TimeUnit.SECONDS.sleep(Integer.parseInt(seconds));
      login.logOut();
    }
  }

  private boolean isBound() {
    return options.containsKey("--bind") || options.containsKey("--proof-for");
  }

  private String asked(TokenAnswer answer) {
    String request = options.get("--proof-for");
    if (request == null) {
      return options.containsKey("--json") ? answer.json() : answer.accessToken();
    }
    String[] words = request.split(" ", 2);
    if (words.length < 2) {
      throw new IllegalArgumentException("--proof-for needs a method and a URL");
    }
    DemoKey signer = options.containsKey("--by-another-key") ? DemoKey.create() : key;
    return "Authorization: DPoP "
        + answer.accessToken()
        + "\nDPoP: "
        + signer.proof(words[0], words[1], answer.accessToken());
  }

  private void copy(String option, Map<String, String> target, String parameter) {
    String value = options.get(option);
    if (value != null) {
      target.put(parameter, value);
    }
  }
}
