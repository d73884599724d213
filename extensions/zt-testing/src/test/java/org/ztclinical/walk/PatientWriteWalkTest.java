package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.json;
import static org.ztclinical.walk.Clinic.text;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.ZeroTrustBuilder;
import org.ztclinical.access.Permit;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.Permission;

/** A policy about a patient holds for every write that could concern the patient. */
class PatientWriteWalkTest extends ShieldedPatientWalk {
  @Test
  void whatIsStoredOfAPatientCannotBeChangedNorTakenAway() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      for (HttpMethod method : CHANGES) {
        Guarded vips = write(clinic, method, "/fhir/Observation/vips", "p1");
        Guarded others = write(clinic, method, "/fhir/Observation/others", "p1");

        assertThat(reasons(vips)).as("%s", method).contains(FORBIDDEN);
        assertThat(others.outcome()).as("%s", method).isInstanceOf(Permit.class);
      }
      assertThat(clinic.performed).hasSize(CHANGES.size());
    }
  }

  @Test
  void norCanAnythingBeMovedIntoTheRecord() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      for (HttpMethod method : List.of(HttpMethod.PUT, HttpMethod.PATCH)) {
        assertThat(reasons(write(clinic, method, "/fhir/Observation/others", "vip")))
            .as("%s", method)
            .contains(FORBIDDEN);
      }
      assertThat(reasons(write(clinic, HttpMethod.POST, "/fhir/Observation", "vip")))
          .contains(FORBIDDEN);
      assertThat(clinic.performed).isEmpty();
    }
  }

  @Test
  void withoutALookupNoStoredResourceIsChangedWherePoliciesDecideByThePatient() throws Exception {
    try (Clinic clinic = Clinic.decidedBy(directory, settings -> settings, STAFF, VIP)) {
      for (HttpMethod method : CHANGES) {
        assertThat(reasons(write(clinic, method, "/fhir/Observation/others", "p1")))
            .as("%s", method)
            .contains(UNKNOWN);
        assertThat(write(clinic, method, "/fhir/Organization/o1", "").outcome())
            .as("%s", method)
            .isInstanceOf(Permit.class);
      }
      assertThat(clinic.log()).anyMatch(line -> line.contains(UNKNOWN));
    }
  }

  @Test
  void whatIsForbiddenAndWhatIsNotThereAreRefusedAlike() throws Exception {
    try (Clinic clinic = clinic(STAFF, VIP)) {
      for (HttpMethod method : CHANGES) {
        Guarded vips = write(clinic, method, "/fhir/Observation/vips", "p1");
        Guarded absent = write(clinic, method, "/fhir/Observation/absent", "p1");

        assertThat(vips.response().status()).isEqualTo(403).isEqualTo(absent.response().status());
        assertThat(vips.response().headers()).isEqualTo(absent.response().headers());
        assertThat(text(vips)).isEqualTo(text(absent)).doesNotContain("shielded");
      }
    }
  }

  @Test
  void aPatientWhoIsNamedOtherwiseThanByIdIsNotKnown() throws Exception {
    List<String> subjects =
        List.of(
            "{'reference':'Patient?identifier=9'}",
            "{'reference':'/Patient?identifier=9'}",
            "{'identifier':{'system':'urn:mrn','value':'9'}}",
            "{'reference':'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0'}",
            "{'reference':'/Patient/vip'}",
            "{'reference':'#p'}");
    try (Clinic clinic = clinic(STAFF, VIP)) {
      for (String subject : subjects) {
        String body = "{'resourceType':'Observation','subject':" + subject + "}";

        assertThat(reasons(send(clinic, HttpMethod.POST, "/fhir/Observation", body)))
            .as(subject)
            .containsExactly(UNKNOWN);
      }
      assertThat(clinic.performed).isEmpty();
    }
  }

  @Test
  void aSearchThatDecidesWhatIsWrittenMayFindAnybodys() throws Exception {
    String p1 = OBSERVATION.formatted("p1");
    try (Clinic clinic = clinic(STAFF, VIP)) {
      assertThat(reasons(send(clinic, HttpMethod.PUT, "/fhir/Observation?code=x", p1)))
          .containsExactly(UNKNOWN);
      assertThat(reasons(send(clinic, HttpMethod.DELETE, "/fhir/Observation?code=x", "")))
          .containsExactly(UNKNOWN);
      assertThat(reasons(send(clinic, HttpMethod.DELETE, "/fhir/Patient?identifier=9", "")))
          .containsExactly(UNKNOWN);
      assertThat(
              reasons(
                  clinic.send(
                      HttpMethod.POST,
                      token(clinic),
                      "/fhir/Observation",
                      Map.of("If-None-Exist", List.of("code=x")),
                      json(p1.replace('\'', '"')))))
          .containsExactly(UNKNOWN);
      assertThat(send(clinic, HttpMethod.DELETE, "/fhir/Organization?name=x", "").outcome())
          .isInstanceOf(Permit.class);
    }
  }

  @Test
  void aReferenceByCriteriaSearchesPatientsWhereverItStands() throws Exception {
    String focus =
        "{'resourceType':'Observation','subject':{'reference':'Patient/p1'},"
            + "'focus':[{'reference':'Patient?identifier=9'}]}";
    try (Clinic clinic = clinic(STAFF, VIP)) {
      assertThat(reasons(send(clinic, HttpMethod.POST, "/fhir/Observation", focus)))
          .containsExactly(UNKNOWN);
    }
  }

  @Test
  void aResourceThatAPolicyNamesIsNotReachedByASearchEither() throws Exception {
    String named =
        """
        @id("head-office")
        @reason("the head office stays as it is")
        forbid (principal, action, resource == Fhir::Organization::"head");
        """;
    try (Clinic clinic = clinic(STAFF, named)) {
      assertThat(reasons(send(clinic, HttpMethod.DELETE, "/fhir/Organization/head", "")))
          .contains(FORBIDDEN);
      assertThat(reasons(send(clinic, HttpMethod.DELETE, "/fhir/Organization?name=x", "")))
          .containsExactly("policy.resource-unknown");
      assertThat(send(clinic, HttpMethod.DELETE, "/fhir/Location?name=x", "").outcome())
          .isInstanceOf(Permit.class);
    }
  }

  @Test
  void anOperationThatMayChangeAResourceIsAWrite() throws Exception {
    UnaryOperator<ZeroTrustBuilder> close =
        settings ->
            settings.allowOperation(
                OperationRule.ofInstance("Encounter", "close")
                    .needing("Encounter", Permission.UPDATE));
    try (Clinic clinic = clinic(close, STAFF, VIP)) {
      assertThat(reasons(send(clinic, HttpMethod.POST, "/fhir/Encounter/vips/$close", "")))
          .contains(FORBIDDEN);
      assertThat(reasons(send(clinic, HttpMethod.POST, "/fhir/Encounter/absent/$close", "")))
          .contains(UNKNOWN);
      assertThat(send(clinic, HttpMethod.POST, "/fhir/Encounter/others/$close", "").outcome())
          .isInstanceOf(Permit.class);
    }
  }

  @Test
  void aPermitMustCoverEveryPatient() throws Exception {
    String assigned =
        """
        @id("assigned")
        permit (principal, action, resource)
        when { resource has patient && resource.patient == Fhir::Patient::"p1" };
        """;
    String both =
        "{'resourceType':'Observation','subject':{'reference':'Patient/p1'},"
            + "'performer':[{'reference':'Patient/p2'}]}";
    try (Clinic clinic = clinic(assigned)) {
      assertThat(reasons(send(clinic, HttpMethod.POST, "/fhir/Observation", both)))
          .containsExactly("policy.no-policy");
      assertThat(reasons(write(clinic, HttpMethod.PUT, "/fhir/Observation/vips", "p1")))
          .contains("policy.no-policy");
      assertThat(write(clinic, HttpMethod.PUT, "/fhir/Observation/others", "p1").outcome())
          .isInstanceOf(Permit.class);
      assertThat(
              reasons(
                  send(
                      clinic,
                      HttpMethod.POST,
                      "/fhir/Patient",
                      "{'resourceType':'Patient','id':'p1'}")))
          .as("a new patient is not the one whose id it comes with")
          .containsExactly("policy.no-policy");
    }
  }

  @Test
  void aPermitForWhatIsInNobodysRecordDoesNotCoverWhatIsNotKnown() throws Exception {
    String nobodys =
        "@id(\"nobodys\") permit (principal, action, resource) unless { resource has patient };";
    try (Clinic clinic = clinic(nobodys)) {
      assertThat(
              reasons(
                  send(
                      clinic,
                      HttpMethod.POST,
                      "/fhir/Observation",
                      "{'resourceType':'Observation','subject':{'identifier':{'value':'9'}}}")))
          .containsExactly(UNKNOWN);
      assertThat(
              send(clinic, HttpMethod.POST, "/fhir/Observation", "{'resourceType':'Observation'}")
                  .outcome())
          .isInstanceOf(Permit.class);
    }
  }

  @Test
  void wherePoliciesDoNotAskForThePatientNothingIsLookedUpOrRefused() throws Exception {
    String ofOthers = VIP.replace("(principal,", "(principal in Clinical::Role::\"support\",");
    try (Clinic clinic = clinic(STAFF, ofOthers)) {
      assertThat(write(clinic, HttpMethod.DELETE, "/fhir/Observation/vips", "").outcome())
          .isInstanceOf(Permit.class);
      assertThat(send(clinic, HttpMethod.DELETE, "/fhir/Observation?code=x", "").outcome())
          .isInstanceOf(Permit.class);
      assertThat(
              send(
                      clinic,
                      HttpMethod.POST,
                      "/fhir/Observation",
                      OBSERVATION.formatted("x").replace("Patient/x", "Patient?identifier=9"))
                  .outcome())
          .isInstanceOf(Permit.class);
      assertThat(stored.lookedUp).isEmpty();
    }
  }
}
