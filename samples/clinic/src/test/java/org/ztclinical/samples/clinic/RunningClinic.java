package org.ztclinical.samples.clinic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.ztclinical.samples.clinic.personas.Persona;
import org.ztclinical.samples.clinic.settings.CommandLine;
import org.ztclinical.samples.clinic.token.DemoApp;
import org.ztclinical.samples.clinic.token.DemoBackend;
import org.ztclinical.samples.clinic.token.TokenAnswer;

/**
 * One clinic for all tests of the module: three patients, free ports, a database under {@code
 * target}, started when first asked for.
 */
public final class RunningClinic implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Path dataFolder = freshFolder();
  private final Path policyFolder =
      copyOfPolicies(dataFolder.resolveSibling(dataFolder.getFileName() + "-policies"));
  private final Clinic clinic =
      Clinic.start(
          CommandLine.parse(
              "--port=0",
              "--auth-port=0",
              "--patients=3",
              "--reset",
              "--data=" + dataFolder,
              "--policies=" + policyFolder));
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Persona, Usual> usual = new ConcurrentHashMap<>();

  /** A token that is used again for a while, and well before it ends. */
  private record Usual(String token, Instant renewed) {
    private static final Duration KEPT = Duration.ofMinutes(1);

    boolean isFresh() {
      return Instant.now().isBefore(renewed.plus(KEPT));
    }
  }

  /** Of this run alone: an audit log is never reset, so each run has its own. */
  private static Path freshFolder() {
    try {
      Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
      return Files.createTempDirectory(target, "clinic-data-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tests change policies: not the ones that ship with the sample. */
  private static Path copyOfPolicies(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.copy(Path.of("policies", "clinic.cedar"), folder.resolve("clinic.cedar"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands the clinic to tests that have it as a parameter. */
  public static final class Parameter implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RunningClinic.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(RunningClinic.class))
          .getOrComputeIfAbsent(RunningClinic.class, key -> new RunningClinic());
    }
  }

  public String fhirBase() {
    return clinic.fhirBase();
  }

  public Path policyFolder() {
    return policyFolder;
  }

  public Path dataFolder() {
    return dataFolder;
  }

  public String issuer() {
    return clinic.issuer();
  }

  public String patientWithLogin() {
    return clinic.patients().withLogin();
  }

  public String otherPatient() {
    return clinic.patients().ids().stream()
        .filter(id -> !id.equals(patientWithLogin()))
        .findFirst()
        .orElseThrow();
  }

  /** A patient who is neither. */
  public String thirdPatient() {
    return clinic.patients().ids().stream()
        .filter(id -> !id.equals(patientWithLogin()) && !id.equals(otherPatient()))
        .findFirst()
        .orElseThrow();
  }

  /** Why the policies in the folder are not in force. */
  public Optional<String> policyProblem() {
    return clinic.policyProblem();
  }

  /** A token as the persona's app usually asks for, from the real login. */
  public String token(Persona persona) {
    return usual
        .compute(
            persona,
            (who, kept) ->
                kept != null && kept.isFresh()
                    ? kept
                    : new Usual(ask(who, Map.of()).accessToken(), Instant.now()))
        .token();
  }

  /** A token asked for with these parameters instead of the usual ones. */
  public TokenAnswer ask(Persona persona, Map<String, String> parameters) {
    Map<String, String> all = new java.util.HashMap<>(Map.of("aud", fhirBase()));
    all.putAll(parameters);
    String client = persona == Persona.VENDOR ? "vendor-console" : "clinic-app";
    return new DemoApp(issuer(), client).tokenFor(persona, all);
  }

  public DemoBackend backend() {
    return new DemoBackend(issuer(), dataFolder.resolve("keys/analytics-private-key.pem"));
  }

  /** GET below the FHIR base, as the attending physician. */
  public HttpResponse<String> get(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(fhirBase() + path))
            .header("Authorization", "Bearer " + token(Persona.ATTENDING)));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("the clinic does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  public JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  public JsonNode json(String text) {
    try {
      return json.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException("not JSON", e);
    }
  }

  @Override
  public void close() {
    clinic.close();
  }
}
