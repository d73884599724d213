package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.audit.ReleaseRecord;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;

/** What every test over HTTP has: the application in one kind of container, started once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContainerContract {
  private final WebServer.Kind kind;
  private TestApplication application;
  private Path directory;

  ContainerContract(WebServer.Kind kind) {
    this.kind = kind;
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    this.directory = directory;
    application = TestApplication.start(kind, directory);
  }

  @AfterAll
  void stop() {
    application.close();
  }

  @BeforeEach
  void forget() {
    application.records.forget();
  }

  /** Where the audit log of this run is. */
  Path auditDirectory() {
    return directory.resolve("audit");
  }

  TestApplication application() {
    return application;
  }

  RecordsServlet.Seen seen() {
    return application.records.seen();
  }

  Sending get(String target) {
    return application.client().get(target);
  }

  Sending send(String method, String target) {
    return application.client().send(method, target);
  }

  /** As the patient whose id is 1. */
  Sending getAsPatient(String target) {
    return get(target).bearer(application.patientToken());
  }

  Sending sendAsPatient(String method, String target) {
    return send(method, target).bearer(application.patientToken());
  }

  /** The application behaves like this, for a patient who reads the own record. */
  Received behave(String behaviour) {
    return getAsPatient("/fhir/Patient/1").header("X-Behaviour", behaviour).receive();
  }

  static void isOutcome(Received received, int status) {
    assertThat(received.status()).as(received.body()).isEqualTo(status);
    assertThat(received.body()).contains("\"OperationOutcome\"");
    assertThat(received.header("Content-Type").orElse("")).startsWith("application/fhir+json");
    assertThat(received.header("Cache-Control")).contains("no-store");
    assertThat(received.header("X-Request-Id")).isPresent();
    tellsNothing(received);
  }

  /** Neither data of patient 2 nor inner workings. */
  static void tellsNothing(Received received) {
    assertThat(received.body() + received.headers())
        .doesNotContain(Behaviours.SECRET, "Family2", "application words", "Exception", "\tat ")
        .doesNotContain("\"o2\"", "\"o4\"", "Patient/2");
  }

  /** The releases of the decision that was recorded last. */
  List<ReleaseRecord> releases() {
    List<ReleaseRecord> all = new ArrayList<>();
    try {
      AuditReader.forEach(
          auditDirectory(),
          entry -> {
            if (entry.record() instanceof ReleaseRecord release) {
              all.add(release);
            }
          });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return all.stream()
        .filter(release -> release.decisionId().equals(last(all).decisionId()))
        .toList();
  }

  static ReleaseRecord last(List<ReleaseRecord> releases) {
    return releases.get(releases.size() - 1);
  }
}
