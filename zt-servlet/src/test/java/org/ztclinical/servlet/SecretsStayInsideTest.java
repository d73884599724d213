package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.notice.Notice;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.session.Target;
import org.ztclinical.signal.EventKind;
import org.ztclinical.testing.DpopKey;
import org.ztclinical.testing.ForgedTokens;
import org.ztclinical.testing.IntrospectionServer;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestToken;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TrustedIssuer;

/**
 * Honest requests and attacks, with every level of the library's log on: nothing that is secret, or
 * about a patient, is in the log, in what operators are told, in spans, metrics or the audit log.
 */
final class SecretsStayInsideTest {
  private static final String URL = "https://ehr.example";
  private static final String PATIENT = "patient-5e9a";
  private static final String SUBJECT = "subject-7c1f";
  private static final String PHRASE = "word-of-a-caller";

  @TempDir Path directory;

  private final DpopKey key = DpopKey.create(InstantSource.system());
  private final TestIssuer opaque =
      TestIssuer.of("https://opaque.example", SigningAlgorithm.RS256, InstantSource.system());
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final List<Notice> notices = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"Jetty", "Tomcat"})
  void nothingSecretLeavesByAnyDoorButTheAnswer(String container) throws Exception {
    WebServer.Kind kind = container.equals("Jetty") ? JettyServer::start : TomcatServer::start;
    Map<String, Collection<String>> doors = new LinkedHashMap<>();
    try (KeptTelemetry telemetry = new KeptTelemetry();
        IntrospectionServer server = opaque.introspect()) {
      TrustedIssuer asked =
          TrustedIssuer.of(opaque.issuer(), TestIssuer.AUDIENCE).introspection(server.settings());
      List<String> log =
          CapturedLogs.of(
              () -> {
                try (TestApplication application =
                    TestApplication.start(
                        kind,
                        directory,
                        settings ->
                            settings
                                .trustIssuer(asked)
                                .notices(notices::add)
                                .openTelemetry(telemetry.sdk()))) {
                  honest(application, server);
                  attacks(application);
                  signals(application);
                  server.failWith(500);
                  opaque(application, server);
                }
              });
      doors.put("log", log);
      doors.put("telemetry", telemetry.all());
      doors.put("notices", notices.stream().map(Notice::toString).toList());
      doors.put("audit records", records());
      doors.put("audit files", files());
    }

    secret("application", Behaviours.SECRET);
    secret("patient", PATIENT);
    secret("subject", SUBJECT);
    secret("push secret", TestApplication.PUSH_SECRET);
    secret("family", "Family1");
    secret("phrase", PHRASE);
    doors.forEach(
        (door, lines) -> {
          assertThat(lines).as(door).isNotEmpty();
          secrets.forEach(
              (what, secret) ->
                  assertThat(lines)
                      .as("%s in the %s", what, door)
                      .filteredOn(line -> line.contains(secret))
                      .isEmpty());
        });
  }

  /** Also its parts, but the header, which many tokens share. */
  private String secret(String what, String secret) {
    secrets.put(what, secret);
    String[] parts = secret.split("\\.");
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].length() > 20) {
        secrets.put(what + ", part " + i, parts[i]);
      }
    }
    return secret;
  }

  private static TestToken person(TestToken token) {
    return token
        .subject(SUBJECT)
        .patient(PATIENT)
        .scope("launch/patient patient/*.cruds")
        .claim("email", "mail-of-a-person@example.org")
        .claim("jti", "id-of-a-token-8d2")
        .claim("sid", "id-of-a-login-8d2")
        .claim("device_id", "id-of-a-device-8d2");
  }

  private void honest(TestApplication application, IntrospectionServer server) {
    for (String id : List.of("id-of-a-token-8d2", "id-of-a-login-8d2", "id-of-a-device-8d2")) {
      secret(id, id);
    }
    secret("email", "mail-of-a-person");
    String token = secret("token", application.issuer.mint(SecretsStayInsideTest::person));
    RawClient client = application.client();
    client.get("/fhir/Patient/" + PATIENT).bearer(token).receive();
    client.get("/fhir/Observation?patient=" + PATIENT).bearer(token).receive();
    for (String behaviour : List.of("throw", "throw-error", "leak-other", "html", "async-throw")) {
      String own = secret("token to " + behaviour, application.patientToken());
      client.get("/fhir/Patient/1").bearer(own).header("X-Behaviour", behaviour).receive();
    }
    String bound = secret("bound token", application.issuer.mint(t -> person(t).boundTo(key)));
    String url = URL + "/fhir/Patient/" + PATIENT;
    String proof = secret("proof", key.proof("GET", url, bound, p -> p.id("id-of-a-proof-8d2")));
    secret("id of the proof", "id-of-a-proof-8d2");
    secret("thumbprint", key.thumbprint());
    for (int i = 0; i < 2; i++) {
      client.get("/fhir/Patient/" + PATIENT).dpop(bound, proof).receive();
    }
    opaque(application, server);
  }

  private void opaque(TestApplication application, IntrospectionServer server) {
    String issued = server.issue(SecretsStayInsideTest::person);
    application.client().get("/fhir/Patient/" + PATIENT).bearer(secret("opaque", issued)).receive();
    String random = secret("made up", "a-token-that-nobody-issued-" + secrets.size());
    application.client().get("/fhir/Patient/" + PATIENT).bearer(random).receive();
  }

  private void attacks(TestApplication application) {
    RawClient client = application.client();
    ForgedTokens.of(application.issuer, InstantSource.system(), SecretsStayInsideTest::person)
        .all()
        .forEach(
            (what, token) -> {
              if (token.chars().allMatch(c -> c > ' ' && c < 0x7F) && token.length() < 4_000) {
                client.get("/fhir/Patient/" + PATIENT).bearer(secret(what, token)).receive();
              }
            });
    String token = application.issuer.mint(SecretsStayInsideTest::person);
    secret("token elsewhere", token);
    client.get("/fhir/Patient/" + PATIENT + "?access_token=" + token).receive();
    client.get("/fhir/Patient/" + PATIENT).bearer(token).bearer(token).receive();
    client.get("/fhir/Patient/" + PATIENT).bearer(token + "!").receive();
    client.get("/fhir/Patient/" + PATIENT + "/$" + PHRASE).bearer(token).receive();
    client.get("/fhir/Patient?identifier=" + PHRASE).bearer(token).receive();
    client.get("/" + PATIENT + "/" + PHRASE).receive();
    client.send(PHRASE, "/fhir/Patient/" + PATIENT).bearer(token).receive();
    client
        .send("POST", "/fhir/Observation")
        .bearer(token)
        .body("application/fhir+json", "{\"resourceType\":\"Observation\",\"id\":\"" + PHRASE)
        .receive();
    client.send("POST", "/logout").body(ContentType.FORM, "logout_token=" + token).receive();
  }

  private void signals(TestApplication application) throws Exception {
    SignalAttacks attacks = new SignalAttacks(application);
    String logout = secret("logout token", attacks.signals().logout(SUBJECT, "id-of-a-login-8d2"));
    String event =
        secret(
            "event",
            attacks
                .signals()
                .event(
                    EventKind.SESSION_REVOKED,
                    Map.of("format", "email", "email", "mail-of-a-person@example.org"),
                    Map.of("reason_admin", Map.of("en", PHRASE))));
    List<Received> told = new ArrayList<>();
    told.add(attacks.logout(logout));
    told.add(attacks.logout(logout + "A"));
    told.add(attacks.push(event));
    told.add(attacks.push(event + "A"));
    told.add(attacks.push(attacks.signals().sessionRevoked(SUBJECT, Instant.now())));
    application
        .zeroTrust
        .sessions()
        .terminate(Target.session(application.issuer.issuer(), "id-of-a-login-8d2"), "desk");
    assertThat(told).extracting(Received::status).containsExactly(200, 400, 202, 400, 202);
  }

  private List<String> records() throws Exception {
    List<String> lines = new ArrayList<>();
    Path audit = directory.resolve("audit");
    AuditReader.forEach(audit, entry -> lines.add(entry.record().describe()));
    AuditReader.forEachRejection(audit, entry -> lines.add(entry.record().describe()));
    return lines;
  }

  /** Byte by byte, so that nothing hides in a field that is not printed. */
  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("audit"))) {
      return all.filter(Files::isRegularFile).map(SecretsStayInsideTest::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
