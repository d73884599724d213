package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Clinic.json;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Permit;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.Permission;

/** What an operation is given beside its path counts as touched: for scopes, and for policies. */
class OperationInputWalkTest {
  private static final String STAFF =
      "@id(\"staff\") permit (principal in Clinical::Role::\"staff\", action, resource);";
  private static final String SHIELDED =
      """
      @id("shielded")
      @reason("the patient is shielded")
      forbid (principal, action, resource)
      when { resource has patient && resource.patient == Fhir::Patient::"vip" };
      """;
  private static final OperationRule COMPARE =
      OperationRule.ofInstance("Patient", "compare")
          .needing("Patient", Permission.READ)
          .answersFromItself();
  private static final String MY_PATIENTS = "user/Patient.rs";
  private static final String EVERYTHING = "user/*.cruds";
  private static final String UNCLEAR = "scope.operation-input-unclear";
  private static final String NOT_COVERED = "scope.not-covered";
  private static final String FORBIDDEN = "policy.forbidden";
  private static final String UNKNOWN = "policy.patient-unknown";

  /** Of which nothing is stated, and which may mean anything. */
  private static final List<String> ODD =
      List.of(
          "'valueString':'vip'",
          "'valueId':'vip'",
          "'valueCode':'vip'",
          "'valueUri':'https://other.example/Patient/vip'",
          "'valueString':'Patient/p1,Patient/vip'",
          "'valueString':'Patient?identifier=9'",
          "'valueIdentifier':{'value':'9'}",
          "'valueReference':{'identifier':{'value':'9'}}",
          "'valueReference':{'reference':'https://other.example/Patient/vip'}",
          "'valueReference':{'reference':'Patient?identifier=9'}",
          "'valueReference':{'reference':'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0'}",
          "'valueReference':{'reference':'patient/vip'}",
          "'valueReference':{'reference':['Patient/vip']}",
          "'valueReference':'vip'",
          "'valueReference':7",
          "'valueDate':'vip'",
          "'valueInteger':'7'",
          "'valueExpression':{'language':'text/cql','expression':'x'}",
          "'part':{'name':'x'}",
          "'part':[7]",
          "'part':[{'name':'x','valueString':'vip'}]",
          "'extension':[{'url':'x','valueString':'vip'}]",
          "'_valueString':{'id':'x'}",
          "'resource':7",
          "'resource':{'resourceType':'Nothing'}",
          "'resource':{'resourceType':'Basic'}",
          "'resource':{'resourceType':'Parameters','parameter':[]}",
          "'resource':{'resourceType':'Bundle','type':'batch','entry':[]}",
          "'resource':{'resourceType':'Patient','managingOrganization':{'identifier':{'value':'9'}}}",
          "'resource':{'resourceType':'Patient','managingOrganization':{'reference':'x'}}");

  /** Whose record it is, is told or stored. */
  private static final List<String> OF_THE_SHIELDED =
      List.of(
          "'valueReference':{'reference':'Patient/vip'}",
          "'valueReference':{'reference':'https://fhir.example/fhir/Patient/vip'}",
          "'valueReference':{'reference':'Patient/vip/_history/1'}",
          "'valueReference':{'reference':'Observation/vips'}",
          "'valueString':'Patient/vip'",
          "'valueUri':'Observation/vips'",
          "'part':[{'name':'x','part':[{'name':'y','valueReference':{'reference':'Patient/vip'}}]}]",
          "'valueCoding':{'extension':[{'url':'x','valueReference':{'reference':'Patient/vip'}}]}",
          "'resource':{'resourceType':'Patient','id':'vip'}",
          "'resource':{'resourceType':'Patient','link':[{'other':{'reference':'Patient/vip'}}]}");

  @TempDir Path directory;

  private final StoredRecords stored =
      new StoredRecords().of("Observation", "vips", "vip").of("Observation", "p1s", "p1");

  @Test
  void whatACallNamesOfAnotherTypeMustBeReadableForTheScopes() throws Exception {
    String observation = "'valueReference':{'reference':'Observation/p1s'}";
    try (Clinic clinic = clinic(COMPARE)) {
      assertThat(reasons(post(clinic, MY_PATIENTS, observation))).containsExactly(NOT_COVERED);
      assertThat(reasons(get(clinic, MY_PATIENTS, "other=Observation/p1s")))
          .containsExactly(NOT_COVERED);
      assertThat(clinic.runs).hasValue(0);
      for (String scopes : List.of(MY_PATIENTS + " user/Observation.r", EVERYTHING)) {
        assertThat(post(clinic, scopes, observation).outcome()).isInstanceOf(Permit.class);
      }
      assertThat(post(clinic, MY_PATIENTS, "'valueReference':{'reference':'Patient/p2'}").outcome())
          .isInstanceOf(Permit.class);
    }
  }

  @Test
  void whatMayNameSomethingInAWayThatNobodyKnowsIsDenied() throws Exception {
    try (Clinic clinic = clinic(COMPARE)) {
      for (String odd : ODD) {
        assertThat(reasons(post(clinic, EVERYTHING, odd))).as(odd).containsExactly(UNCLEAR);
      }
      assertThat(reasons(get(clinic, EVERYTHING, "other=vip"))).containsExactly(UNCLEAR);
      for (String body :
          List.of(
              "{'resourceType':'Basic'}",
              "{'resourceType':'Parameters','parameter':{'name':'x'}}",
              "{'resourceType':'Parameters','parameter':['x']}",
              "{'resourceType':'Parameters','contained':[{'resourceType':'Patient'}]}",
              "{'x':1}")) {
        assertThat(reasons(send(clinic, EVERYTHING, body))).as(body).containsExactly(UNCLEAR);
      }
      assertThat(clinic.runs).hasValue(0);
    }
  }

  @Test
  void whatCanNameNothingIsPermitted() throws Exception {
    try (Clinic clinic = clinic(COMPARE)) {
      for (String plain :
          List.of(
              "'valueBoolean':true",
              "'valueInteger':7",
              "'valueDecimal':7.5",
              "'valueDate':'2026-01'",
              "'valueDateTime':'2026-01-02T03:04:05.678+01:00'",
              "'valueTime':'12:00:00'",
              "'valueQuantity':{'value':1,'unit':'mg'}",
              "'valueCodeableConcept':{'coding':[{'system':'http://x.example','code':'vip'}]}",
              "'resource':{'resourceType':'Patient','name':[{'given':[null,'x']}]}")) {
        assertThat(post(clinic, MY_PATIENTS, plain).outcome()).as(plain).isInstanceOf(Permit.class);
      }
      assertThat(get(clinic, MY_PATIENTS, "_format=json").outcome()).isInstanceOf(Permit.class);
    }
  }

  @Test
  void aPolicyAboutAPatientHoldsForWhatACallIsGiven() throws Exception {
    try (Clinic clinic = clinic(COMPARE, STAFF, SHIELDED)) {
      for (String vips : OF_THE_SHIELDED) {
        assertThat(reasons(post(clinic, EVERYTHING, vips))).as(vips).contains(FORBIDDEN);
      }
      for (String query : List.of("other=Patient/vip", "other=Observation/vips")) {
        assertThat(reasons(get(clinic, EVERYTHING, query))).as(query).contains(FORBIDDEN);
      }
      assertThat(
              reasons(
                  post(clinic, EVERYTHING, "'valueReference':{'reference':'Observation/none'}")))
          .contains(UNKNOWN);
      assertThat(clinic.runs).hasValue(0);
      for (String others : List.of("Patient/p2", "Observation/p1s", "Organization/o1")) {
        assertThat(
                post(clinic, EVERYTHING, "'valueReference':{'reference':'%s'}".formatted(others))
                    .outcome())
            .as(others)
            .isInstanceOf(Permit.class);
      }
    }
  }

  @Test
  void aPolicyAboutAResourceIsAskedWhetherWhatIsNamedMayBeRead() throws Exception {
    String secret =
        """
        @id("secret")
        @reason("the finding is secret")
        forbid (principal, action, resource == Fhir::Observation::"p1s");
        """;
    try (Clinic clinic = clinic(COMPARE, STAFF, secret)) {
      assertThat(
              reasons(post(clinic, EVERYTHING, "'valueReference':{'reference':'Observation/p1s'}")))
          .contains(FORBIDDEN);
      assertThat(clinic.runs).hasValue(0);
    }
  }

  @Test
  void anEntryOfABatchIsJudgedByWhatItCarries() throws Exception {
    String entry =
        "{'resource':{'resourceType':'Parameters','parameter':[{'name':'other','valueReference':"
            + "{'reference':'Patient/%s'}}]},'request':{'method':'POST','url':'Patient/p1/$compare'}}";
    String batch = "{'resourceType':'Bundle','type':'batch','entry':[" + entry + "," + entry + "]}";
    try (Clinic clinic = clinic(COMPARE, STAFF, SHIELDED)) {
      Guarded guarded =
          clinic.send(
              HttpMethod.POST,
              token(clinic, EVERYTHING),
              "/fhir",
              json(batch.formatted("p2", "vip").replace('\'', '"')));

      Permit permit = (Permit) guarded.outcome();
      assertThat(permit.terms().entries().get(0).terms()).isPresent();
      assertThat(permit.terms().entries().get(1).terms()).isEmpty();
    }
  }

  @Test
  void aRuleStatesWhatParametersNameAndWhichNameNothing() throws Exception {
    OperationRule stated =
        COMPARE
            .parameterNames("other", "Patient")
            .parameterNames("finding", "Observation")
            .parametersArePlain("note", "code");
    try (Clinic clinic = clinic(stated, STAFF, SHIELDED)) {
      assertThat(reasons(post(clinic, MY_PATIENTS, "'valueId':'vip'"))).contains(FORBIDDEN);
      assertThat(reasons(get(clinic, MY_PATIENTS, "finding=vips"))).contains(FORBIDDEN);
      assertThat(reasons(get(clinic, MY_PATIENTS, "finding=a%20b"))).containsExactly(UNCLEAR);
      assertThat(clinic.runs).hasValue(0);
      for (String query :
          List.of("other=p2", "finding=p1s", "finding=Observation/p1s", "note=vip&code=x")) {
        assertThat(get(clinic, MY_PATIENTS, query).outcome()).as(query).isInstanceOf(Permit.class);
      }
    }
  }

  @Test
  void aCallThatNamesTooManyIsDenied() throws Exception {
    StringBuilder many = new StringBuilder("'valueReference':{'reference':'Patient/p0'}");
    for (int i = 1; i < 64; i++) {
      many.append("},{'name':'x','valueReference':{'reference':'Patient/p" + i + "'}");
    }
    try (Clinic clinic = clinic(COMPARE)) {
      assertThat(post(clinic, EVERYTHING, many.toString()).outcome()).isInstanceOf(Permit.class);
      many.append("},{'name':'x','valueReference':{'reference':'Patient/p64'}");
      assertThat(reasons(post(clinic, EVERYTHING, many.toString()))).containsExactly(UNCLEAR);
    }
  }

  @Test
  void thePatientsWhomACallNamesStandInTheAuditRecord() throws Exception {
    try (Clinic clinic = clinic(COMPARE)) {
      post(clinic, EVERYTHING, "'valueReference':{'reference':'Patient/p2'}");

      String permit =
          clinic.log().stream().filter(line -> line.contains(" permit ")).findFirst().orElseThrow();

      assertThat(permit.replaceAll(".*patients=(\\S+).*", "$1").split(",")).hasSize(2);
    }
  }

  @Test
  void theParametersOfEverythingAndOfExportsAreSimple() throws Exception {
    UnaryOperator<String> called =
        parameter ->
            "{'resourceType':'Parameters','parameter':[{'name':'_type'," + parameter + "}]}";
    try (Clinic clinic = clinic(OperationRule.patientEverything())) {
      for (String odd :
          List.of(
              "'valueString':'Patient','valueCode':'Observation'",
              "'valueReference':{'reference':'Patient/vip'}",
              "'valueString':'Patient','part':[]",
              "'resource':{'resourceType':'Patient','id':'vip'}")) {
        Guarded guarded =
            clinic.send(
                HttpMethod.POST,
                token(clinic, EVERYTHING),
                "/fhir/Patient/p1/$everything",
                json(called.apply(odd).replace('\'', '"')));
        assertThat(reasons(guarded)).as(odd).containsExactly("scope.operation-not-allowed");
      }
    }
  }

  private static Guarded post(Clinic clinic, String scopes, String members) throws Exception {
    return send(
        clinic,
        scopes,
        "{'resourceType':'Parameters','parameter':[{'name':'other'," + members + "}]}");
  }

  private static Guarded send(Clinic clinic, String scopes, String body) throws Exception {
    return clinic.send(
        HttpMethod.POST,
        token(clinic, scopes),
        "/fhir/Patient/p1/$compare",
        json(body.replace('\'', '"')));
  }

  private static Guarded get(Clinic clinic, String scopes, String query) throws Exception {
    return clinic.get(token(clinic, scopes), "/fhir/Patient/p1/$compare?" + query);
  }

  private static String token(Clinic clinic, String scopes) {
    return clinic.token(scopes, token -> token.claim("roles", List.of("staff")));
  }

  private static List<String> reasons(Guarded guarded) {
    return ((Decision) guarded.outcome())
        .explanation().layers().stream()
            .flatMap(layer -> layer.reasons().stream())
            .map(reason -> reason.code().code())
            .toList();
  }

  private Clinic clinic(OperationRule rule, String... policies) {
    return Clinic.decidedBy(
            directory,
            settings -> settings.allowOperation(rule).resourceLookup(stored),
            policies.length == 0 ? new String[] {STAFF} : policies)
        .answering("{\"resourceType\":\"Patient\",\"id\":\"p1\"}");
  }
}
