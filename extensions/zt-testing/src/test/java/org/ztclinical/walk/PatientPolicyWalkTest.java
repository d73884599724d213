package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.json;
import static org.ztclinical.walk.Clinic.text;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Denial;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.policy.BaselinePolicies;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.testing.TestToken;

/** Policies that decide by the patient, where the request does not name the patient. */
class PatientPolicyWalkTest extends PolicyWalk {
  private static final String STAFF =
      """
      @id("staff")
      permit (principal in Clinical::Role::"staff", action, resource);
      """;
  private static final String VIP =
      """
      @id("vip")
      @reason("the patient is shielded")
      forbid (principal, action, resource)
      when { resource has patient && resource.patient == Fhir::Patient::"vip" };
      """;
  private static final UnaryOperator<TestToken> STAFF_TOKEN =
      token -> token.claim("roles", List.of("staff"));

  @Test
  void policiesGoByTheCompartmentThatIsConfigured() throws Exception {
    PatientCompartment withTasks = PatientCompartment.official().with("Task", "patient");
    String task =
        "{\"resourceType\":\"Task\",\"status\":\"draft\",\"intent\":\"order\","
            + "\"for\":{\"reference\":\"Patient/vip\"}}";
    try (Clinic clinic = clinic(settings -> settings.patientCompartment(withTasks), STAFF, VIP)) {
      clinic.answering(
          "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[{\"resource\":"
              + task.replace("\"status\"", "\"id\":\"t1\",\"status\"")
              + "}]}");
      String token = clinic.token("user/*.cruds", STAFF_TOKEN);

      assertThat(text(clinic.get(token, "/fhir/Task?status=draft"))).doesNotContain("t1");
      assertThat(clinic.get(token, "/fhir/Task?patient=vip").outcome()).isInstanceOf(Denial.class);
      assertThat(reasons(clinic.send(HttpMethod.POST, token, "/fhir/Task", json(task))))
          .contains("policy.forbidden");
    }
  }

  @Test
  void anEnvelopeOpensByPasswordAloneAndItsEntriesDoNot() throws Exception {
    UnaryOperator<ZeroTrustBuilder> baseline =
        settings -> settings.policies(BaselinePolicies.standard());
    try (Clinic clinic = new Clinic(directory, baseline)) {
      clinic.working(
          clearance ->
              Response.json(
                  200,
                  "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[{"
                      + "\"resource\":{\"resourceType\":\"Organization\",\"id\":\"ward\"},"
                      + "\"response\":{\"status\":\"200\"}}]}"));
      String token = clinic.token("user/*.rs", t -> t.claim("roles", List.of("physician")));

      Guarded some = clinic.send(HttpMethod.POST, token, "/fhir", json(batch("Patient/1")));
      Guarded none =
          clinic.send(
              HttpMethod.POST,
              token,
              "/fhir",
              json(batch("Patient/1").replace("Organization/ward", "Patient/2")));

      assertThat(some.response().status()).isEqualTo(200);
      assertThat(text(some)).contains("ward", "403 Forbidden");
      assertThat(none.response().status()).isEqualTo(401);
    }
  }

  private static String batch(String other) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
        + "{\"request\":{\"method\":\"GET\",\"url\":\"Organization/ward\"}},"
        + "{\"request\":{\"method\":\"GET\",\"url\":\""
        + other
        + "\"}}]}";
  }
}
