package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Ward.keepsSecret;
import static org.ztclinical.walk.Ward.showsOnly;
import static org.ztclinical.walk.Ward.status;
import static org.ztclinical.walk.Ward.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Permit;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Verdict;
import org.ztclinical.request.Body;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.Permission;

/**
 * What users of other systems asked for or complained about, one test each, through the whole walk
 * to a store that hands out everything. {@link #TABLE} says which test is for what, and is
 * complete.
 */
class UserThreadsTest {
  private static final String PATIENT_READS = "patient/*.rs";

  /** The complaint, its threads, and the test. */
  static final String TABLE =
      """
      _has lets infer unreadable values | hapi-fhir #6065 | hapi6065ASearchNeedsEveryTypeItReads
      answers to writes hand back bodies | hapi-fhir #8253 | hapi8253WritingIsNotReading
      a compartment rule never matches a patch | hapi-fhir #7240 | hapi7240APatchOfTheOwnRecordIsPermitted
      an operation within a transaction breaks | hapi-fhir #8243 | hapi8243AnOperationMeansTheSameInATransaction
      only the first owner of a compartment counts | hapi-fhir #2222 | hapi2222EveryMembershipParameterCounts
      narrowing drops the constraint | hapi-fhir #3941, #5991 | hapi3941And5991TheConstraintIsAlwaysAdded
      Patient.link confuses | hapi-fhir #1777, #4151 | hapi1777And4151LinkedPatientsAreOutsideUnlessConfigured
      Device is wanted in the compartment | hapi-fhir #6536 | hapi6536DevicesAreInsideWhenConfigured
      paging links work for anyone | hapi-fhir #590, #3382 | hapi590And3382APageIsBoundAndCheckedAgain
      pages skip the consent check | hapi-fhir #2369 | hapi2369PoliciesAreAskedOnEveryPage
      totals vanish or leak | hapi-fhir #1507, #2012, #3418, #536 | hapi1507ATotalLeavesWhenItIsTrue
      verdict on a Bundle or on its children | hapi-fhir #6125, #6127 | hapi6125And6127DocumentsLeaveAsAWholeAndListsByEntry
      empty answers are refused | hapi-fhir #4612, #6799 | hapi4612And6799EmptyListsAndOutcomesLeave
      rules are hard to get right | hapi-fhir #4118, #1459 | hapi4118And1459EveryDecisionExplainsItself
      SMART scopes out of the box | hapi-fhir #528, fhir-gateway #41 | hapi528ScopesNeedNoConfiguration
      POST _search is not supported | fhir-gateway #87 | fhirGateway87ASearchByFormIsASearch
      lists and entries of bundles are not looked at | fhir-gateway #45, #142 | fhirGateway45And142ListsAndEntriesAreLookedAt
      403 or an empty 200 tell what exists | LinuxForHealth #2669, #1849 | linuxForHealth2669And1849WhatMayNotBeSeenIsNotThere
      PATCH is not enforced at all | LinuxForHealth #4101 | linuxForHealth4101APatchNeedsItsPermission
      user scopes need a patient | LinuxForHealth #3495, #3592, #2444 | linuxForHealth3495EachScopeIsConfinedByItsOwnContext
      include leaks other patients | microsoft/fhir-server #5683 | microsoft5683AnIncludedResourceIsCheckedForItself
      a missing claim lifts the confinement | microsoft/fhir-server #5688 (MSRC-128308) | microsoft5688WithoutAPatientNothingOfAPatientScopeIsLeft
      consent of the patient | microsoft/fhir-server #3979 | microsoft3979ConsentIsNeverTakenForGranted
      GraphQL and REST differ | medplum #7641, #4183, #3332, #7352, #5441 | medplum7641ThereIsOneDecisionForEveryWayIn
      mixed contexts lift confinement | aws fhir-works #96, medplum #9650, openemr #5157, #7775 | aws96AUnionOfContextsLiftsNothing
      ids can be probed | fire-arrow 1.11 | fireArrowIdsCannotBeProbed
      POST $export is taken for a create | HeliosSoftware/hfs #1261 | helios1261AnExportIsNoCreate
      a transaction without login | opensrp/hapi-fhir-keycloak #19 | opensrp19TheBasePathIsProtected
      """;

  @TempDir Path directory;

  @Test
  void everyThreadHasItsTestAndEveryTestItsThread() {
    ReferenceTable.verify(UserThreadsTest.class, TABLE, 28);
  }

  @Test
  void hapi6065ASearchNeedsEveryTypeItReads() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String url = "/Patient?_has:Observation:patient:value-quantity=gt5";

      ward.refusesGet(ward.user("user/Patient.rs"), url);
      assertThat(status(ward.get(ward.user("user/Patient.rs user/Observation.s"), url)))
          .isEqualTo(200);
    }
  }

  @Test
  void hapi8253WritingIsNotReading() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String body = Ward.OTHER.replace("'id':'other',", "");

      Guarded created =
          ward.clinic.send(
              HttpMethod.POST,
              ward.user("user/Observation.cs"),
              "/fhir/Observation",
              Map.of("If-None-Exist", List.of("code=1")),
              Clinic.json(Ward.quoted(body)));
      Guarded patched = patch(ward, ward.user("user/Observation.u"), "other");

      for (Guarded guarded : List.of(created, patched)) {
        assertThat(status(guarded)).isEqualTo(201);
        assertThat(guarded.response().body()).isEmpty();
      }
      assertThat(ward.clinic.performed)
          .allMatch(request -> request.headers("prefer").equals(List.of("return=minimal")));
    }
  }

  @Test
  void hapi7240APatchOfTheOwnRecordIsPermitted() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient("patient/Observation.u");

      assertThat(status(patch(ward, token, "own"))).isEqualTo(201);
      int before = ward.runs();
      ward.refuses(patch(ward, token, "other"), before);
    }
  }

  @Test
  void hapi8243AnOperationMeansTheSameInATransaction() throws Exception {
    OperationRule rule =
        OperationRule.ofInstance("Observation", "meta-add")
            .needing("Observation", Permission.READ, Permission.UPDATE);
    String transaction =
        "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':"
            + "{'resourceType':'Parameters'},'request':"
            + "{'method':'POST','url':'Observation/own/$meta-add'}}]}";
    try (Ward ward = new Ward(directory, settings -> settings.allowOperation(rule))) {
      for (String url : List.of("/Observation/own/$meta-add", "")) {
        String body = url.isEmpty() ? transaction : "{'resourceType':'Parameters'}";

        assertThat(status(ward.send(HttpMethod.POST, ward.user("user/*.cruds"), url, body)))
            .isEqualTo(200);
        int before = ward.runs();
        ward.refuses(ward.send(HttpMethod.POST, ward.user("user/*.rs"), url, body), before);
      }
    }
  }

  @Test
  void hapi2222EveryMembershipParameterCounts() throws Exception {
    String performed =
        "{'resourceType':'Observation','id':'by-patient','performer':"
            + "[{'reference':'Practitioner/1'},{'reference':'Patient/123'}]}";
    try (Ward ward = new Ward(directory, performed)) {
      Guarded guarded = ward.get(ward.patient(PATIENT_READS), "/Observation");

      assertThat(text(guarded)).contains("\"by-patient\"", "\"own\"");
      assertThat(((Permit) guarded.outcome()).terms().narrowing().fragments()).hasSize(2);
      assertThat(ward.clinic.performed.get(0).query().isEmpty())
          .as("one ANDed parameter would lose one of them")
          .isTrue();
    }
  }

  @Test
  void hapi3941And5991TheConstraintIsAlwaysAdded() throws Exception {
    try (Ward ward = new Ward(directory)) {
      ward.get(ward.patient(PATIENT_READS), "/Appointment?practitioner=Practitioner/9");
      ward.get(ward.patient(PATIENT_READS), "/Encounter?practitioner=Practitioner/9");

      assertThat(ward.clinic.performed.get(0).query().toQuery())
          .isEqualTo("practitioner=Practitioner%2F9&actor=Patient%2F123");
      assertThat(ward.clinic.performed.get(1).query().toQuery())
          .isEqualTo("practitioner=Practitioner%2F9&patient=Patient%2F123");
    }
  }

  @Test
  void hapi1777And4151LinkedPatientsAreOutsideUnlessConfigured() throws Exception {
    String linked =
        "{'resourceType':'Patient','id':'linked','link':[{'other':{'reference':'Patient/123'}}]}";
    try (Ward ward = new Ward(directory.resolve("strict"), linked)) {
      assertThat(text(ward.get(ward.patient(PATIENT_READS), "/Patient"))).doesNotContain("linked");
      ward.refusesGet(ward.patient(PATIENT_READS), "/Patient/linked");
    }
    try (Ward ward =
        new Ward(
            directory.resolve("linked"),
            settings ->
                settings.patientCompartment(PatientCompartment.official().with("Patient", "link")),
            linked)) {
      showsOnly(ward.get(ward.patient(PATIENT_READS), "/Patient/linked"), "linked");
      keepsSecret(ward.get(ward.patient(PATIENT_READS), "/Patient/456"));
    }
  }

  @Test
  void hapi6536DevicesAreInsideWhenConfigured() throws Exception {
    String device = "{'resourceType':'Device','id':'pump','patient':{'reference':'Patient/123'}}";
    String other =
        "{'resourceType':'Device','id':'p2','patient':{'reference':'Patient/456'},"
            + "'note':[{'text':'SECRET'}]}";
    try (Ward ward = new Ward(directory.resolve("strict"), device, other)) {
      ward.refusesGet(ward.patient(PATIENT_READS), "/Device/pump");
    }
    try (Ward ward =
        new Ward(
            directory.resolve("wider"),
            settings ->
                settings.patientCompartment(
                    PatientCompartment.official().with("Device", "patient")),
            device,
            other)) {
      showsOnly(ward.get(ward.patient(PATIENT_READS), "/Device/pump"), "pump");
      keepsSecret(ward.get(ward.patient(PATIENT_READS), "/Device/p2"));
      assertThat(text(ward.get(ward.patient(PATIENT_READS), "/Device"))).contains("pump");
      assertThat(ward.clinic.performed.get(2).query().toQuery())
          .as("narrowed and checked by the same source")
          .isEqualTo("patient=Patient%2F123");
    }
  }

  @Test
  void hapi590And3382APageIsBoundAndCheckedAgain() throws Exception {
    try (Ward ward = new Ward(directory)) {
      ward.clinic.answering(page(Ward.OWN, Ward.OTHER));
      String token = ward.patient(PATIENT_READS);
      ward.get(token, "/Observation");

      Guarded second = ward.get(token, "/?_getpages=abc");

      showsOnly(second, "own");
      assertThat(text(second)).contains("_getpages=abc");
      ward.refusesGet(ward.token(PATIENT_READS, t -> t.patient("456")), "/?_getpages=abc");
    }
  }

  @Test
  void hapi2369PoliciesAreAskedOnEveryPage() throws Exception {
    String policies =
        """
        @id("reads") permit (principal, action in Fhir::Action::"read-like", resource);
        @id("no-conditions") @reason("not here")
        forbid (principal, action, resource is Fhir::Condition)
        when { resource has patient && resource.patient == Fhir::Patient::"456" };
        """;
    String hidden =
        "{'resourceType':'Condition','id':'c','subject':{'reference':'Patient/456'},"
            + "'note':[{'text':'SECRET'}]}";
    try (Ward ward =
        new Ward(
            directory,
            settings -> settings.policies(PolicySource.of(new PolicyText("p.cedar", policies))))) {
      ward.clinic.answering(page(Ward.OWN, hidden));
      String token = ward.user("user/*.rs");

      for (String url : List.of("/Observation?_include=Observation:focus", "/?_getpages=abc")) {
        Guarded page = ward.get(token, url);
        assertThat(text(page)).as(url).doesNotContain(Ward.SECRET);
      }
    }
  }

  @Test
  void hapi1507ATotalLeavesWhenItIsTrue() throws Exception {
    try (Ward ward = new Ward(directory)) {
      ward.clinic.answering(
          Ward.quoted("{'resourceType':'Bundle','type':'searchset','total':7,'entry':[]}"));

      assertThat(text(ward.get(ward.user("user/*.rs"), "/Observation"))).contains("\"total\":7");
      assertThat(text(ward.get(ward.patient(PATIENT_READS), "/Condition?patient=123")))
          .as("the narrowed query counts its own only")
          .contains("\"total\":7");
      assertThat(text(ward.get(ward.patient(PATIENT_READS), "/Observation")))
          .as("filtered after it was counted")
          .doesNotContain("total");
      ward.clinic.answering(
          Ward.quoted(
              "{'resourceType':'Bundle','type':'searchset','total':7,'entry':[{'resource':"
                  + Ward.OTHER
                  + "}]}"));
      keepsSecret(ward.get(ward.patient(PATIENT_READS), "/Observation?patient=123"));
    }
  }

  @Test
  void hapi6125And6127DocumentsLeaveAsAWholeAndListsByEntry() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient(PATIENT_READS);

      for (String type : List.of("document", "message", "collection")) {
        ward.clinic.answering(bundle(type, Ward.OWN, Ward.OTHER));
        Guarded guarded = ward.get(token, "/Observation");
        assertThat(text(guarded)).as(type).doesNotContain("\"own\"");
        keepsSecret(guarded);
      }
      ward.clinic.answering(bundle("searchset", Ward.OWN, Ward.OTHER));
      showsOnly(ward.get(token, "/Observation"), "own");
    }
  }

  @Test
  void hapi4612And6799EmptyListsAndOutcomesLeave() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient(PATIENT_READS);

      for (String answer :
          List.of(
              "{'resourceType':'Bundle','type':'searchset'}",
              "{'resourceType':'OperationOutcome','issue':[]}",
              bundle("searchset", "{'resourceType':'OperationOutcome','issue':[]}"))) {
        ward.clinic.answering(Ward.quoted(answer));
        assertThat(status(ward.get(token, "/Observation"))).as(answer).isEqualTo(200);
      }
    }
  }

  @Test
  void hapi4118And1459EveryDecisionExplainsItself() throws Exception {
    try (Ward ward = new Ward(directory)) {
      Denial denial =
          (Denial) ward.get(ward.patient("patient/Patient.rs"), "/Observation").outcome();
      Permit permit = (Permit) ward.get(ward.patient(PATIENT_READS), "/Observation").outcome();

      assertThat(denial.explanation().of(Layer.APPLICATION).verdict()).isEqualTo(Verdict.DENIED);
      assertThat(denial.reasons().get(0).text())
          .contains("no granted scope covers the interaction", "Observation.s");
      assertThat(permit.explanation().of(Layer.APPLICATION).verdict()).isEqualTo(Verdict.NARROWED);
      assertThat(permit.explanation().of(Layer.DATA).verdict()).isEqualTo(Verdict.NOT_CONFIGURED);
    }
  }

  @Test
  void hapi528ScopesNeedNoConfiguration() throws Exception {
    try (Ward ward = new Ward(directory)) {
      for (String scope : List.of("patient/Observation.read", "patient/Observation.rs")) {
        showsOnly(ward.get(ward.patient(scope), "/Observation/own"), "own");
        int before = ward.runs();
        ward.refuses(
            ward.send(HttpMethod.PUT, ward.patient(scope), "/Observation/own", Ward.OWN), before);
      }
    }
  }

  @Test
  void fhirGateway87ASearchByFormIsASearch() throws Exception {
    try (Ward ward = new Ward(directory)) {
      showsOnly(
          ward.form(ward.patient(PATIENT_READS), "/Observation/_search?code=1", "patient=123"),
          "own");
      int before = ward.runs();
      ward.refuses(
          ward.form(ward.patient("patient/Observation.cr"), "/Observation/_search", "patient=123"),
          before);
    }
  }

  @Test
  void fhirGateway45And142ListsAndEntriesAreLookedAt() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient("patient/Observation.rs");

      showsOnly(ward.get(token, "/Observation?code=a,b&patient=123,456"), "own");
      showsOnly(
          ward.bundle(
              token, "batch", "Observation?patient=123,456", "Condition?patient=123", "Patient"),
          "own");
    }
  }

  @Test
  void linuxForHealth2669And1849WhatMayNotBeSeenIsNotThere() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient("patient/Observation.rs");
      Guarded other = ward.get(token, "/Observation/other");
      ward.clinic.working(
          clearance -> Response.json(404, "{\"resourceType\":\"OperationOutcome\"}"));
      Guarded absent = ward.get(token, "/Observation/absent");

      assertThat(status(other)).isEqualTo(status(absent)).isEqualTo(404);
      assertThat(text(other)).isEqualTo(text(absent));
      assertThat(other.response().headers()).isEqualTo(absent.response().headers());
    }
  }

  @Test
  void linuxForHealth4101APatchNeedsItsPermission() throws Exception {
    try (Ward ward = new Ward(directory)) {
      for (String scopes : List.of("user/*.crds", "user/Patient.cruds", "patient/*.rs")) {
        int before = ward.runs();
        ward.refuses(patch(ward, ward.patient(scopes), "own"), before);
      }
    }
  }

  @Test
  void linuxForHealth3495EachScopeIsConfinedByItsOwnContext() throws Exception {
    String list = "{'resourceType':'List','id':'formulary','status':'current'}";
    String drug = "{'resourceType':'MedicationKnowledge','id':'drug'}";
    try (Ward ward =
        new Ward(
            directory, settings -> settings.shareWithPatients("MedicationKnowledge"), list, drug)) {
      assertThat(text(ward.get(ward.user("user/Observation.rs"), "/Observation")))
          .contains("\"own\"", "\"other\"");
      showsOnly(ward.get(ward.patient(PATIENT_READS), "/MedicationKnowledge/drug"), "drug");
      assertThat(status(ward.get(ward.patient(PATIENT_READS), "/List/formulary")))
          .as("a List without a patient is in nobody's compartment")
          .isEqualTo(404);
    }
  }

  @Test
  void microsoft5683AnIncludedResourceIsCheckedForItself() throws Exception {
    String practitioner = "{'resourceType':'Practitioner','id':'dr','name':[{'family':'SECRET'}]}";
    try (Ward ward = new Ward(directory, practitioner)) {
      Guarded guarded =
          ward.get(
              ward.patient(PATIENT_READS), "/Observation?patient=123&_include=Observation:subject");

      showsOnly(guarded, "own");
      ward.refusesGet(
          ward.patient(PATIENT_READS),
          "/Observation?patient=123&_include=Observation:performer:Practitioner");
    }
  }

  @Test
  void microsoft5688WithoutAPatientNothingOfAPatientScopeIsLeft() throws Exception {
    try (Ward ward = new Ward(directory)) {
      for (String token :
          List.of(
              ward.user(PATIENT_READS),
              ward.token(PATIENT_READS, t -> t.fhirUser("Practitioner/1")),
              ward.token(PATIENT_READS, t -> t.fhirUser("Patient/123")))) {
        for (String url :
            List.of(
                "/Observation/own", "/Observation", "/Patient/123", "/Patient/123/$everything")) {
          ward.refusesGet(token, url);
        }
      }
      for (String malformed : List.of("", " ", "Patient/123", "123,456", "*", "../123")) {
        assertThat(
                status(ward.get(ward.token(PATIENT_READS, t -> t.patient(malformed)), "/Patient")))
            .as(malformed)
            .isBetween(401, 403);
      }
      assertThat(ward.runs()).isZero();
    }
  }

  @Test
  void microsoft3979ConsentIsNeverTakenForGranted() throws Exception {
    String consent =
        "{'resourceType':'Consent','id':'c','status':'active','patient':"
            + "{'reference':'Patient/456'},'provision':{'type':'permit'}}";
    String policy =
        "@id(\"consented\") permit (principal, action, resource)"
            + " when { context.consent == Clinical::Consent::\"permit\" };";
    try (Ward ward =
        new Ward(
            directory,
            settings -> settings.policies(PolicySource.of(new PolicyText("p.cedar", policy))),
            consent)) {
      ward.refusesGet(ward.user("user/*.rs"), "/Observation/other");
      ward.refusesGet(ward.patient(PATIENT_READS), "/Observation/own");
    }
  }

  @Test
  void medplum7641ThereIsOneDecisionForEveryWayIn() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient("patient/Observation.rs");

      showsOnly(ward.get(token, "/Observation?patient=123"), "own");
      showsOnly(ward.form(token, "/Observation/_search", "patient=123"), "own");
      showsOnly(ward.get(token, "/Patient/123/Observation"), "own");
      showsOnly(ward.bundle(token, "batch", "Observation?patient=123"), "own");
      for (String url : List.of("/$graphql", "/Patient/123/*", "/Patient/123/$everything", "/")) {
        ward.refusesGet(token, url);
      }
    }
  }

  @Test
  void aws96AUnionOfContextsLiftsNothing() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String mixed = ward.patient("patient/Observation.rs user/Practitioner.rs user/Patient.r");

      showsOnly(ward.get(mixed, "/Observation"), "own");
      keepsSecret(ward.get(mixed, "/Observation/other"));
      assertThat(text(ward.get(mixed, "/Patient/456"))).contains(Ward.SECRET);
      ward.refusesGet(mixed, "/Patient");
      assertThat(text(ward.get(ward.patient("patient/*.rs user/*.rs"), "/Observation")))
          .as("a whole scope beside a confined one is a whole scope")
          .contains("\"other\"");
    }
  }

  @Test
  void fireArrowIdsCannotBeProbed() throws Exception {
    try (Ward ward = new Ward(directory)) {
      String token = ward.patient("patient/*.cruds");

      for (HttpMethod method : List.of(HttpMethod.PUT, HttpMethod.DELETE)) {
        String body = method == HttpMethod.PUT ? Ward.OWN.replace("own", "%s") : "";
        Guarded there = ward.send(method, token, "/Observation/other", body.formatted("other"));
        Guarded absent = ward.send(method, token, "/Observation/absent", body.formatted("absent"));

        assertThat(status(there)).isEqualTo(status(absent));
        assertThat(text(there)).isEqualTo(text(absent));
      }
    }
  }

  @Test
  void helios1261AnExportIsNoCreate() throws Exception {
    String body = "{'resourceType':'Parameters','parameter':[]}";
    try (Ward ward =
        new Ward(directory, settings -> settings.allowOperation(OperationRule.bulkExport()))) {
      int before = ward.runs();
      for (String scopes : List.of("system/*.c", "user/*.cruds", "system/*.cud", "system/*.r")) {
        ward.refuses(
            ward.send(HttpMethod.POST, ward.user(scopes), "/Patient/$export", body), before);
      }
      assertThat(
              status(
                  ward.send(HttpMethod.POST, ward.user("system/*.rs"), "/Patient/$export", body)))
          .isEqualTo(202);
    }
  }

  @Test
  void opensrp19TheBasePathIsProtected() throws Exception {
    try (Ward ward = new Ward(directory)) {
      for (String type : List.of("transaction", "batch")) {
        assertThat(status(ward.bundle("", type, "Observation/other"))).isEqualTo(401);
      }
      assertThat(status(ward.get("", "/"))).isEqualTo(401);
      assertThat(ward.runs()).isZero();
    }
  }

  private static Guarded patch(Ward ward, String token, String id) throws Exception {
    String patch = "[{\"op\":\"add\",\"path\":\"/status\",\"value\":\"final\"}]";
    return ward.clinic.send(
        HttpMethod.PATCH,
        token,
        "/fhir/Observation/" + id,
        Body.of("application/json-patch+json", patch.getBytes(StandardCharsets.UTF_8)));
  }

  private static String page(String... resources) {
    return bundle("searchset", resources)
        .replaceFirst(
            "\\{",
            "{\"link\":[{\"relation\":\"next\",\"url\":\"https://fhir.example/fhir?_getpages=abc\"}],");
  }

  private static String bundle(String type, String... resources) {
    StringBuilder entries = new StringBuilder();
    for (String resource : resources) {
      entries
          .append(entries.isEmpty() ? "" : ",")
          .append("{'resource':")
          .append(resource)
          .append('}');
    }
    return Ward.quoted("{'resourceType':'Bundle','type':'" + type + "','entry':[" + entries + "]}");
  }
}
