package org.ztclinical.samples.clinic.tour;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ztclinical.samples.clinic.personas.Persona;
import org.ztclinical.samples.clinic.token.DemoApp;
import org.ztclinical.samples.clinic.token.DemoBackend;
import org.ztclinical.samples.clinic.tour.Stop.Bearer;

/** Walks through the stops against a running clinic, checks every answer and shows the log. */
public final class Tour {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int SHOWN = 300;

  private final String root;
  private final String issuer;
  private final Path data;
  private final PrintStream out;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Map<Bearer, String> tokens = new EnumMap<>(Bearer.class);
  private final Map<String, Integer> stopOfRequest = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  /**
   * A tour.
   *
   * @param root the FHIR server's root, as in {@code http://127.0.0.1:8080}
   * @param issuer the authorization server
   * @param data the clinic's data folder, for the back end's key and the audit log
   */
  public Tour(String root, String issuer, Path data, PrintStream out) {
    this.root = root;
    this.issuer = issuer;
    this.data = data;
    this.out = out;
  }

  /**
   * Walks the whole tour.
   *
   * @param options what {@code bin/token} needs to find this clinic, shown with each call
   * @return what was not as it must be
   * @throws IOException when the clinic does not answer or its log cannot be read
   */
  public List<String> walk(String options) throws IOException, InterruptedException {
    Path log = data.resolve("audit");
    TourLog.requireIn(log);
    String own = patientWithLogin();
    String other = anotherPatient(own);
    Instant began = Instant.now();
    List<Stop> stops = Stops.of(own, other);
    for (int number = 1; number <= stops.size(); number++) {
      Stop stop = stops.get(number - 1);
      out.printf("%n%d. %s%n   $ %s%n", number, stop.title(), stop.asCurl(root, options));
      visit(stop, number);
    }
    faults.addAll(new TourLog(log, stopOfRequest, out).check(stops, began));
    out.printf("%n%d stops, %d faults%n", stops.size(), faults.size());
    faults.forEach(out::println);
    return faults;
  }

  /** The patient the token was issued for (SMART 2.2 §launch context). */
  private String patientWithLogin() {
    String answer =
        new DemoApp(issuer, "clinic-app")
            .tokenFor(Persona.PATIENT, Map.of("aud", root + "/fhir"))
            .json();
    return first(Pattern.compile("\"patient\"\\s*:\\s*\"([^\"]+)\""), answer, "")
        .orElseThrow(() -> new IllegalStateException("the token names no patient"));
  }

  private String anotherPatient(String own) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + "/fhir/Patient?_count=50"))
            .header("Authorization", "Bearer " + token(Bearer.ATTENDING))
            .timeout(TIMEOUT)
            .build();
    String found = http.send(request, BodyHandlers.ofString()).body();
    return first(Pattern.compile("/fhir/Patient/([A-Za-z0-9.-]+)\""), found, own)
        .orElseThrow(() -> new IllegalStateException("there is no other patient"));
  }

  private static Optional<String> first(Pattern pattern, String text, String butNot) {
    return pattern
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .filter(found -> !found.equals(butNot))
        .findFirst();
  }

  private void visit(Stop stop, int number) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + stop.path())).timeout(TIMEOUT);
    if (stop.token() != Bearer.NONE) {
      request.header("Authorization", "Bearer " + token(stop.token()));
    }
    if (!stop.reason().isEmpty()) {
      request.header(Stop.REASON_HEADER, stop.reason());
    }
    request.method(
        stop.method(),
        stop.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(stop.body()));
    if (!stop.body().isEmpty()) {
      request.header("Content-Type", "application/fhir+json");
    }
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    show(answer);
    check(stop, answer);
    answer.headers().firstValue("X-Request-Id").ifPresent(id -> stopOfRequest.put(id, number));
  }

  private void show(HttpResponse<String> answer) {
    out.printf("   HTTP %d%n", answer.statusCode());
    answer
        .headers()
        .firstValue("WWW-Authenticate")
        .ifPresent(challenge -> out.printf("   WWW-Authenticate: %s%n", challenge));
    String body = answer.body().replaceAll("\\s+", " ");
    out.printf("   %s%n", body.length() > SHOWN ? body.substring(0, SHOWN) + " …" : body);
  }

  private void check(Stop stop, HttpResponse<String> answer) {
    String all =
        "WWW-Authenticate: "
            + answer.headers().firstValue("WWW-Authenticate").orElse("")
            + "\n"
            + answer.body();
    if (answer.statusCode() != stop.status()) {
      faults.add(stop.title() + ": answered " + answer.statusCode() + ", not " + stop.status());
    }
    for (String text : stop.contains()) {
      if (!all.replaceAll("\\s*:\\s*\"", ":\"").contains(text) && !all.contains(text)) {
        faults.add(stop.title() + ": the answer lacks " + text);
      }
    }
    for (String text : stop.absent()) {
      if (all.contains(text)) {
        faults.add(stop.title() + ": the answer holds " + text);
      }
    }
  }

  private String token(Bearer bearer) {
    return tokens.computeIfAbsent(bearer, this::mint);
  }

  private String mint(Bearer bearer) {
    DemoApp app = new DemoApp(issuer, "clinic-app");
    Map<String, String> fhir = Map.of("aud", root + "/fhir");
    return switch (bearer) {
      case NONE -> "";
      case ATTENDING -> app.tokenFor(Persona.ATTENDING, fhir).accessToken();
      case NURSE -> app.tokenFor(Persona.NURSE, fhir).accessToken();
      case PATIENT -> app.tokenFor(Persona.PATIENT, fhir).accessToken();
      case BILLING -> app.tokenFor(Persona.BILLING, fhir).accessToken();
      case VENDOR ->
          new DemoApp(issuer, "vendor-console").tokenFor(Persona.VENDOR, fhir).accessToken();
      case PATIENT_FOR_ANOTHER_API ->
          app.tokenFor(Persona.PATIENT, Map.of("aud", "https://scheduling.clinic.example/api"))
              .accessToken();
      case ANALYTICS ->
          new DemoBackend(issuer, data.resolve("keys/analytics-private-key.pem"))
              .token(Map.of())
              .accessToken();
    };
  }
}
