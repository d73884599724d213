package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.ztclinical.audit.AuditReader;
import org.ztclinical.audit.AuditRecord;
import org.ztclinical.audit.AuditVerifier;
import org.ztclinical.audit.DecisionRecord;
import org.ztclinical.audit.ReleaseRecord;
import org.ztclinical.audit.VerificationReport;

/** Every call is in the audit log before it is sent, and its answer before it is used. */
class AuditedCallsTest extends ClientFixture {
  @Test
  void eachCallLeavesADecisionAndAClosingRelease() throws Exception {
    remote.json("GET", "/fhir/Patient/p1", 200, Fhir.patient("p1"));
    remote.json("GET", "/fhir/Observation", 200, Fhir.observationsOfTwoPatients(remote.base()));
    IGenericClient client = client("patient/*.rs");

    read(client, "p1");
    client.search().forResource(Observation.class).returnBundle(Bundle.class).execute();
    client.capabilities().ofType(org.hl7.fhir.r4.model.CapabilityStatement.class).execute();
    assertThatThrownBy(() -> client.delete().resourceById("Patient", "p1").execute())
        .isInstanceOf(AccessDeniedException.class);
    log.close();

    VerificationReport report = AuditVerifier.verify(directory);
    assertThat(report.intact()).isTrue();
    assertThat(report.permits()).isEqualTo(3);
    assertThat(report.denials()).isEqualTo(1);
    assertThat(report.unclosed()).isZero();
    ReleaseRecord search = (ReleaseRecord) records().get(3);
    assertThat(search.counts()).containsEntry("Observation", 1L);
    assertThat(search.withheld()).isEqualTo(1);
    assertThat(search.patients())
        .containsExactly(log.pseudonyms().resource(remote.base().toString(), "Patient", "p1"));
  }

  @Test
  void theDecisionIsOnDiskBeforeTheCallIsSent() throws Exception {
    AtomicInteger recorded = new AtomicInteger();
    remote.on(
        "GET",
        "/fhir/Patient/p1",
        exchange -> {
          AuditReader.forEach(
              directory,
              entry -> {
                if (entry.record() instanceof DecisionRecord) {
                  recorded.incrementAndGet();
                }
              });
          exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
          FakeRemote.send(exchange, 200, Fhir.patient("p1").getBytes());
        });

    read(client("patient/Patient.r"), "p1");

    assertThat(recorded).hasValue(1);
  }

  @Test
  void withoutAnAuditLogNothingIsSent() {
    IGenericClient client = client("patient/Patient.r");
    log.close();

    assertThatThrownBy(() -> read(client, "p1")).isInstanceOf(RemoteCallException.class);
    assertThat(remote.everything()).isEmpty();
  }

  @Test
  void whenTheLogEndsDuringACallItsAnswerIsNotUsed() {
    remote.on(
        "GET",
        "/fhir/Patient/p1",
        exchange -> {
          log.close();
          exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
          FakeRemote.send(exchange, 200, Fhir.patient("p1").getBytes());
        });

    assertThatThrownBy(() -> read(client("patient/Patient.r"), "p1"))
        .isInstanceOf(RemoteCallException.class);
    assertThat(remote.calls()).hasSize(1);
  }

  @Test
  void aCallThatFailsIsClosedAsAborted() throws Exception {
    remote.on("GET", "/fhir/Patient/p1", exchange -> exchange.close());

    assertThatThrownBy(() -> read(client("patient/Patient.r"), "p1"))
        .isInstanceOf(RemoteCallException.class);

    ReleaseRecord release = (ReleaseRecord) records().get(1);
    assertThat(release.closing()).isTrue();
    assertThat(release.aborted()).isTrue();
    assertThat(release.resources()).isEmpty();
  }

  @Test
  void theLogHoldsNoIdsOfPatientsAndNoTokens() throws Exception {
    remote.json("GET", "/fhir/Patient/patient-4711", 404, "");
    Session session = Session.of(clock, "patient-4711", "patient/Patient.r");

    assertThatThrownBy(() -> read(builder().build().client(session), "patient-4711"))
        .isInstanceOf(ResourceNotFoundException.class);

    List<String> lines = records().stream().map(AuditRecord::describe).toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.toString())
        .doesNotContain("4711")
        .doesNotContain(session.secret())
        .doesNotContain("subject-of");
  }

  private static Patient read(IGenericClient client, String id) {
    return client.read().resource(Patient.class).withId(id).execute();
  }
}
