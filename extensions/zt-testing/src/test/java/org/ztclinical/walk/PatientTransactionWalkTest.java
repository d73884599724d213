package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.access.Permit;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.request.HttpMethod;

/** In batches and transactions each entry is judged, with what the others make of its patient. */
class PatientTransactionWalkTest extends ShieldedPatientWalk {
  @Test
  void inATransactionAReferenceIsToWhatBecomesOfTheEntry() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      assertThat(reasons(refersTo(clinic, "'method':'POST','url':'Patient'", "sent"))).isEmpty();
      assertThat(
              reasons(
                  refersTo(
                      clinic,
                      "'method':'POST','url':'Patient','ifNoneExist':'identifier=9'",
                      "sent")))
          .contains(UNKNOWN);
      assertThat(reasons(refersTo(clinic, "'method':'PUT','url':'Patient/p1'", "p1"))).isEmpty();
      assertThat(reasons(refersTo(clinic, "'method':'PUT','url':'Patient/vip'", "vip")))
          .contains(FORBIDDEN);
      assertThat(reasons(refersTo(clinic, "'method':'PUT','url':'Patient?identifier=9'", "sent")))
          .contains(UNKNOWN);
    }
  }

  @Test
  void aBinaryIsNotWrittenIntoADocumentThatTheSameTransactionMoves() throws Exception {
    stored.of("DocumentReference", "d1", "p1");
    String binaries = VIP.replace("action, resource)", "action, resource is Fhir::Binary)");
    String binary =
        "{'resource':{'resourceType':'Binary','contentType':'text/plain','securityContext':"
            + "{'reference':'DocumentReference/d1'}},'request':{'method':'POST','url':'Binary'}}";
    String document =
        "{'resource':{'resourceType':'DocumentReference','id':'d1','subject':{'reference':"
            + "'Patient/%s'}},'request':{'method':'PUT','url':'DocumentReference/d1'}}";
    String transaction = "{'resourceType':'Bundle','type':'transaction','entry':[%s,%s]}";
    try (Clinic clinic = clinic(STAFF, binaries)) {
      for (String staying :
          List.of(
              transaction.formatted(binary, document.formatted("p1")),
              transaction.formatted(document.formatted("p1"), binary))) {
        assertThat(send(clinic, HttpMethod.POST, "/fhir", staying).outcome())
            .isInstanceOf(Permit.class);
        assertThat(
                reasons(
                    send(
                        clinic,
                        HttpMethod.POST,
                        "/fhir",
                        staying.replace("Patient/p1", "Patient/vip"))))
            .contains(FORBIDDEN);
      }
    }
  }

  private static Guarded refersTo(Clinic clinic, String request, String id) throws Exception {
    String entries =
        "{'fullUrl':'urn:uuid:1','resource':{'resourceType':'Patient','id':'%s'},'request':{%s}},"
                .formatted(id, request)
            + "{'resource':{'resourceType':'Observation','subject':{'reference':'urn:uuid:1'}},"
            + "'request':{'method':'POST','url':'Observation'}}";
    return send(
        clinic,
        HttpMethod.POST,
        "/fhir",
        "{'resourceType':'Bundle','type':'transaction','entry':[" + entries + "]}");
  }

  @Test
  void aBatchEntryIsRefusedInItsPlace() throws Exception {
    String bundle =
        "{'resourceType':'Bundle','type':'batch','entry':[{'request':{'method':'DELETE','url':'Observation/vips'}},{'request':{'method':'DELETE','url':'Observation/others'}}]}";
    try (Clinic clinic = clinic(STAFF, VIP)) {
      Guarded guarded = send(clinic, HttpMethod.POST, "/fhir", bundle);

      assertThat(guarded.response().status()).isEqualTo(200);
      assertThat(text(guarded)).contains("403 Forbidden");
      assertThat(new String(clinic.performed.get(0).body().bytes(), StandardCharsets.UTF_8))
          .contains("Observation/others")
          .doesNotContain("Observation/vips");
    }
  }
}
