package org.ztclinical.samples.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ztclinical.samples.clinic.personas.Persona;

/** The clinic's policies at work: a changed file changes answers, without a restart. */
@ExtendWith(RunningClinic.Parameter.class)
class PoliciesTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String CLOSED =
      """
      @id("immunizations-closed")
      @reason("the immunization register is closed for the audit")
      forbid (principal, action, resource is Fhir::Immunization);
      """;

  private final RunningClinic clinic;
  private final Path added;

  PoliciesTest(RunningClinic clinic) {
    this.clinic = clinic;
    this.added = clinic.policyFolder().resolve("register.cedar");
  }

  @AfterEach
  void openTheRegisterAgain() throws Exception {
    Files.deleteIfExists(added);
    awaitImmunizations(200);
  }

  @Test
  void anAddedFileForbidsAndARemovedOneNoLonger() throws Exception {
    assertThat(immunizations().statusCode()).isEqualTo(200);

    Files.writeString(added, CLOSED);
    awaitImmunizations(403);
    assertThat(immunizations().body()).contains("a policy forbids this").doesNotContain("audit");

    Files.delete(added);
    awaitImmunizations(200);
  }

  @Test
  void aFileThatIsNotRightLeavesTheLastGoodPoliciesInForce() throws Exception {
    Files.writeString(added, CLOSED);
    awaitImmunizations(403);

    Files.writeString(added, CLOSED.replace("@reason", "@reson"));
    awaitProblem();

    assertThat(immunizations().statusCode()).isEqualTo(403);
  }

  @Test
  void aReasonOpensDocumentsOfItsPatientOnly() {
    String own = "/DocumentReference?_count=1&patient=" + clinic.patientWithLogin();
    String other = "/DocumentReference?_count=1&patient=" + clinic.thirdPatient();
    assertThat(clinic.get(own).statusCode()).isEqualTo(403);

    HttpResponse<String> justified =
        clinic.send(
            HttpRequest.newBuilder(URI.create(clinic.fhirBase() + own))
                .header("Authorization", "Bearer " + clinic.token(Persona.ATTENDING))
                .header("Access-Justification", "Discharge letter is needed"));

    assertThat(justified.statusCode()).isEqualTo(200);
    assertThat(clinic.get(other).statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> immunizations() {
    return clinic.get("/Immunization?_count=1");
  }

  private void awaitImmunizations(int status) {
    Instant end = Instant.now().plus(DEADLINE);
    while (immunizations().statusCode() != status && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
    assertThat(immunizations().statusCode()).isEqualTo(status);
  }

  private void awaitProblem() {
    Instant end = Instant.now().plus(DEADLINE);
    while (clinic.policyProblem().isEmpty() && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
    assertThat(clinic.policyProblem())
        .hasValueSatisfying(
            problem -> assertThat(problem).startsWith("register.cedar:1:1: @reson"));
  }
}
