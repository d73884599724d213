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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ztclinical.samples.clinic.personas.Persona;
import org.ztclinical.samples.clinic.token.DemoApp;
import org.ztclinical.samples.clinic.token.DemoTls;
import org.ztclinical.samples.clinic.tour.Stop.Bearer;
import org.ztclinical.samples.clinic.tour.Stop.Sent;

/** Walks through the stops against a running clinic, checks every answer and shows the log. */
public final class Tour {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int SHOWN = 300;

  private final String root;
  private final String issuer;
  private final Path data;
  private final PrintStream out;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Tokens tokens;
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
    this.tokens = new Tokens(root, issuer, data);
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
      out.printf("%n%d. %s%n   $ %s%n", number, stop.title(), stop.asCurl(serverOf(stop), options));
      if (stop.sent() == Sent.ENDED_MEANWHILE) {
        download(stop, number);
      } else {
        visit(stop, number);
      }
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
    String url = root + "/fhir/Patient?_count=50";
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
    with(tokens.fields(Bearer.ATTENDING, Sent.PLAIN, "GET", url), request);
    String found = http.send(request.build(), BodyHandlers.ofString()).body();
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
    String url = serverOf(stop) + stop.path();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
    with(tokens.fields(stop.token(), stop.sent(), stop.method(), url), request);
    if (!stop.reason().isEmpty()) {
      request.header(Stop.REASON_HEADER, stop.reason());
    }
    request.method(
        stop.method(),
        stop.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(stop.body()));
    if (!stop.body().isEmpty()) {
      request.header("Content-Type", "application/fhir+json");
    }
    HttpResponse<String> answer = client(stop).send(request.build(), BodyHandlers.ofString());
    show(answer);
    check(
        stop,
        answer.statusCode(),
        "WWW-Authenticate: "
            + answer.headers().firstValue("WWW-Authenticate").orElse("")
            + "\n"
            + answer.body());
    answer.headers().firstValue("X-Request-Id").ifPresent(id -> stopOfRequest.put(id, number));
  }

  private String serverOf(Stop stop) {
    return stop.sent().isOverTls() ? Tokens.overTls(root) : root;
  }

  private HttpClient client(Stop stop) {
    return switch (stop.sent()) {
      case WITH_CERTIFICATE -> DemoTls.withCertificate(DemoTls.store(data));
      case STOLEN_WITHOUT_CERTIFICATE -> DemoTls.withoutCertificate(DemoTls.store(data));
      case PLAIN, ENDED_MEANWHILE, ENDED, PROVEN, STOLEN, STOLEN_AND_PROVEN -> http;
    };
  }

  /** Takes the beginning, lets the login end, and takes what still comes. */
  private void download(Stop stop, int number) throws IOException {
    String url = root + stop.path();
    List<String> fields = tokens.fields(stop.token(), stop.sent(), stop.method(), url);
    try (Download download = Download.begin(URI.create(url), fields)) {
      int before = download.size();
      tokens.end();
      boolean whole = download.finish();
      out.printf("   HTTP %d%n", download.status());
      out.printf(
          "   %d bytes before the login ended, %d in all: %s%n",
          before, download.size(), whole ? "the whole answer" : "then the answer was cut");
      if (whole) {
        faults.add(stop.title() + ": the answer was not cut");
      }
      check(stop, download.status(), download.text());
      download.field("X-Request-Id").ifPresent(id -> stopOfRequest.put(id, number));
    }
  }

  private static void with(List<String> fields, HttpRequest.Builder request) {
    for (int i = 0; i < fields.size(); i += 2) {
      request.header(fields.get(i), fields.get(i + 1));
    }
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

  private void check(Stop stop, int status, String all) {
    if (status != stop.status()) {
      faults.add(stop.title() + ": answered " + status + ", not " + stop.status());
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
}
