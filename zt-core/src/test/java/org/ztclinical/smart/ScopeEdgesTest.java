package org.ztclinical.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ztclinical.smart.Asked.reason;
import static org.ztclinical.smart.Asked.refusal;
import static org.ztclinical.smart.Asked.verdict;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.fhir.BulkRoutes;

/** Where one condition less would let something through: what mutation testing asked for. */
class ScopeEdgesTest {
  private static final String ALL = "patient/*.rs";

  @ParameterizedTest
  @CsvSource({
    "Patient/123/Observation, covered",
    "Encounter/123/Observation, narrowed",
    "Practitioner/123/Observation, narrowed",
    "Patient/456/Observation, not covered"
  })
  void onlyTheCompartmentOfThePatientProvesMembership(String url, String verdict) {
    assertThat(verdict(Asked.with(ALL).get("/" + url))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          subject=Patient/123                                              > covered
          subject=Patient/123&subject=Group/9                              > narrowed
          subject=Group/9&subject=Patient/123                              > narrowed
          subject=Patient/123&performer=Practitioner/9                     > covered
          subject=Patient/123&_include=Observation:subject                 > covered
          performer=Patient/123&_include=Observation:subject               > narrowed
          subject=Patient/123&_include=Observation:performer               > narrowed
          subject=Patient/123&_include=Observation:encounter               > narrowed
          subject=Patient/123&_total=none                                  > covered
          code=1&_total=none                                               > narrowed
          code=1&_total=estimate                                           > not covered
          code=1&_offset=5                                                 > not covered
          subject:Patient=123                                              > covered
          subject:Group=123                                                > narrowed
          """)
  void whatAQueryProvesIsExactlyWhatItSays(String query, String verdict) {
    assertThat(verdict(Asked.with(ALL).get("/Observation?" + query.strip()))).isEqualTo(verdict);
  }

  @Test
  void aRevincludeIsThePatientsOnlyWhenItsOwnMembershipLeadsToThePatient() {
    assertThat(verdict(Asked.with(ALL).get("/Patient?_id=123&_revinclude=Observation:subject")))
        .isEqualTo("covered");
    assertThat(verdict(Asked.with(ALL).get("/Patient?_revinclude=Observation:subject")))
        .isEqualTo("narrowed");
    assertThat(
            verdict(
                Asked.with("patient/Patient.rs", "patient/Observation.rs?code=1")
                    .get("/Patient?_id=123&_revinclude=Observation:subject")))
        .isEqualTo("narrowed");
    assertThat(
            reason(
                Asked.with("patient/Patient.rs", "patient/Observation.rs?code=1")
                    .get("/Patient?_id=123&_has:Observation:subject:code=2")))
        .as("a constrained type decides over nothing beyond its constraint")
        .isEqualTo(SmartReason.JOIN_NOT_CONFINED);
  }

  @Test
  void alongAChainEveryReferenceMustBeToThePatient() {
    ScopeDecision decision = Asked.with(ALL).get("/Condition?subject:Patient.name=x");

    assertThat(refusal(decision, condition("Patient/123"))).isEmpty();
    assertThat(refusal(decision, condition("Patient/456"))).isPresent();
    assertThat(refusal(decision, "{'resourceType':'Patient','id':'123'}")).isEmpty();
    ScopeDecision several = Asked.with(ALL).get("/AuditEvent?patient.name=x");
    assertThat(verdict(several)).isNotEqualTo("covered");
  }

  private static String condition(String subject) {
    return "{'resourceType':'Condition','id':'c','subject':{'reference':'" + subject + "'}}";
  }

  @Test
  void aPageWithoutAnythingReadableIsNobodys() {
    assertThat(reason(Asked.with(ALL).withoutPatient().get("/?_getpages=a")))
        .isEqualTo(SmartReason.NO_LAUNCH_PATIENT);
    assertThat(verdict(Asked.with("patient/*.c").get("/?_getpages=a"))).isEqualTo("not covered");
    assertThat(verdict(Asked.with("user/*.cud").get("/?_getpages=a"))).isEqualTo("not covered");
    assertThat(verdict(Asked.with("user/Patient.s").get("/?_getpages=a"))).isEqualTo("narrowed");
    assertThat(verdict(Asked.with("user/*.s").get("/?_getpages=a"))).isEqualTo("covered");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patient/Observation.rs",
        "patient/*.r",
        "patient/*.rs?category=a",
        "patient/*.cud"
      })
  void allTypesOfACompartmentNeedAWholeWildcard(String scope) {
    assertThat(verdict(Asked.with(scope).get("/Patient/123/*"))).isEqualTo("not covered");
    assertThat(verdict(Asked.with(ALL).get("/Patient/123/*"))).isEqualTo("covered");
    assertThat(verdict(Asked.with(ALL).get("/Encounter/123/*"))).isEqualTo("not covered");
    assertThat(verdict(Asked.with(ALL).get("/Patient/456/*"))).isEqualTo("not covered");
    assertThat(verdict(Asked.with(ALL).get("/Patient/123/*?_type=Observation")))
        .isEqualTo("not covered");
  }

  @ParameterizedTest
  @CsvSource({
    "/$export, covered",
    "/Patient/$export, covered",
    "/Group/1/$export, covered",
    "/Group/$export, not covered",
    "/Patient/1/$export, not covered",
    "/Observation/$export, not covered",
    "/Observation/1/$export, not covered",
    "/$exports, not covered"
  })
  void anExportIsOneWhereBulkDataAccessHasIt(String url, String verdict) {
    assertThat(verdict(Asked.with("system/*.rs").allowing(OperationRule.bulkExport()).get(url)))
        .isEqualTo(verdict);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user/*.cruds",
        "patient/*.cruds",
        "system/*.r",
        "system/*.s",
        "system/*.rs?_tag=a"
      })
  void anExportNeedsReadAndSearchOfTheSystem(String scope) {
    Asked asked = Asked.with(scope).allowing(OperationRule.bulkExport());

    assertThat(verdict(asked.get("/$export"))).isEqualTo("not covered");
  }

  @ParameterizedTest
  @CsvSource({
    "/Observation/1/$meta, covered",
    "/Observation/$meta, not covered",
    "/$meta, not covered",
    "/Patient/1/$meta, not covered",
    "/Observation/1/$metas, not covered"
  })
  void anOperationIsAllowedWhereItsRuleSaysAndNowhereElse(String url, String verdict) {
    OperationRule rule =
        OperationRule.ofInstance("Observation", "meta").needing("Observation", Permission.READ);

    assertThat(verdict(Asked.with("user/*.cruds").allowing(rule).get(url))).isEqualTo(verdict);
    assertThat(verdict(Asked.with("user/*.cuds").allowing(rule).get(url))).isEqualTo("not covered");
  }

  @Test
  void everythingNeedsEveryTypeAskedFor() {
    assertThat(verdict(everything("patient/*.rs", "123", ""))).isEqualTo("covered");
    assertThat(verdict(everything("patient/*.rs", "456", ""))).isEqualTo("not covered");
    assertThat(verdict(everything("patient/Patient.rs", "123", ""))).isEqualTo("not covered");
    assertThat(verdict(everything("patient/*.r", "123", ""))).isEqualTo("not covered");
    assertThat(verdict(everything("patient/*.s", "123", ""))).isEqualTo("not covered");
    assertThat(verdict(everything("user/*.rs", "456", ""))).isEqualTo("covered");
    assertThat(verdict(everything("patient/*.rs", "123", "?x=1"))).isEqualTo("not covered");
    assertThat(
            verdict(
                Asked.with("patient/Patient.r", "patient/Observation.s")
                    .allowing(OperationRule.patientEverything())
                    .get("/Patient/123/$everything?_type=Observation")))
        .isEqualTo("covered");
    assertThat(
            verdict(
                Asked.with("patient/Patient.r", "patient/Observation.s")
                    .allowing(OperationRule.patientEverything())
                    .get("/Patient/123/$everything?_type=Observation,Condition")))
        .isEqualTo("not covered");
    assertThat(everything("patient/*.rs", "123", "").terms().orElseThrow().totalReliable())
        .isFalse();
    assertThat(everything("user/*.rs", "123", "").terms().orElseThrow().totalReliable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"_mdm\",\"valueBoolean\":true}",
        "[{\"name\":\"_mdm\",\"valueBoolean\":true}]",
        "[[{\"name\":\"_mdm\",\"valueBoolean\":true}]]",
        "\"_mdm\""
      })
  void everythingWithParametersThatAreNotUnderstoodIsDeniedHoweverTheyAreWritten(String sent) {
    assertThat(
            verdict(
                Asked.with("user/*.cruds")
                    .allowing(OperationRule.patientEverything())
                    .post(
                        "/Patient/123/$everything",
                        "{\"resourceType\":\"Parameters\",\"parameter\":" + sent + "}")))
        .isEqualTo("not covered");
  }

  private static ScopeDecision everything(String scope, String patient, String query) {
    return Asked.with(scope)
        .allowing(OperationRule.patientEverything())
        .get("/Patient/" + patient + "/$everything" + query);
  }

  @Test
  void aSharedTypeIsReadByPatientsAndWrittenByUsers() {
    String body = "{\"resourceType\":\"Practitioner\"}";

    assertThat(
            verdict(
                Asked.with("patient/*.cruds").sharing("Practitioner").post("/Practitioner", body)))
        .isEqualTo("not covered");
    assertThat(
            verdict(
                Asked.with("user/Practitioner.c")
                    .sharing("Practitioner")
                    .post("/Practitioner", body)))
        .isEqualTo("covered");
    assertThat(verdict(Asked.with(ALL).sharing("Practitioner").get("/Practitioner")))
        .isEqualTo("covered");
    assertThatThrownBy(
            () ->
                Asked.with(ALL)
                    .sharing("Task")
                    .in(PatientCompartment.official().with("Task", "patient"))
                    .get("/Task"))
        .hasMessageContaining("shareWithPatients(\"Task\")");
  }

  @Test
  void aBinaryIsKnownBeforeItLeaves() {
    String own =
        "{'resourceType':'Binary','id':'b','securityContext':{'reference':'DocumentReference/1'}}";
    Asked scopes = Asked.with("user/Binary.r", "user/DocumentReference.r");

    assertThat(reason(Asked.with("user/Binary.r").get("/Binary/b")))
        .isEqualTo(SmartReason.STORED_FACT_UNKNOWN);
    assertThat(verdict(scopes.stored(own).get("/Binary/b"))).isEqualTo("covered");
    assertThat(reason(Asked.with("user/Binary.r").stored(own).get("/Binary/b")))
        .isEqualTo(SmartReason.OUTSIDE_COMPARTMENT);
    assertThat(verdict(Asked.with("user/*.r").get("/Binary/b"))).isEqualTo("covered");
  }

  @Test
  void aBinaryOfAnExportIsNoBinaryToRead() {
    String file = "{'resourceType':'Binary','id':'b','contentType':'application/fhir+ndjson'}";
    String other = "{'resourceType':'Binary','id':'b','contentType':'application/pdf'}";
    Asked without = Asked.with("user/*.r").stored(file);
    Asked with = Asked.with("user/*.r").stored(file).exporting(BulkRoutes.hapi());

    assertThat(verdict(without.get("/Binary/b"))).isEqualTo("covered");
    assertThat(with.get("/Binary/b").terms().orElseThrow().filter().refusesEverything()).isTrue();
    ScopeDecision unknown = Asked.with("user/*.r").exporting(BulkRoutes.hapi()).get("/Binary/b");
    assertThat(refusal(unknown, file)).isPresent();
    assertThat(refusal(unknown, other)).isEmpty();
    assertThat(unknown.terms().orElseThrow().filter().reads("Binary").orElseThrow())
        .contains("contentType", "securityContext");
  }

  @Test
  void aTransactionThatReadsKnowsWhatItReads() {
    String own = condition("Patient/123");
    String read =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":"
            + "{\"method\":\"GET\",\"url\":\"Condition/c\"}}]}";

    assertThat(verdict(Asked.with(ALL).stored(own).post("/", read))).isEqualTo("covered");
    assertThat(verdict(Asked.with(ALL).stored(condition("Patient/456")).post("/", read)))
        .isEqualTo("not covered");
    assertThat(reason(Asked.with(ALL).post("/", read))).isEqualTo(SmartReason.ENTRY_DENIED);
    assertThat(verdict(Asked.with("user/*.rs").post("/", read))).isEqualTo("covered");
    assertThat(Asked.with(ALL).stored(own).post("/", read).terms().orElseThrow().patients())
        .containsExactly("123");
  }

  @Test
  void aWholeTypeOfTheHistoryIsNeeded() {
    assertThat(reason(Asked.with(ALL).get("/Observation/_history")))
        .isEqualTo(SmartReason.NOT_NARROWABLE);
    assertThat(reason(Asked.with("patient/Condition.rs").get("/Observation/_history")))
        .isEqualTo(SmartReason.NOT_COVERED);
    assertThat(reason(Asked.with(ALL).get("/_history"))).isEqualTo(SmartReason.NOT_NARROWABLE);
    assertThat(reason(Asked.with("user/*.r").get("/_history"))).isEqualTo(SmartReason.NOT_COVERED);
    assertThat(verdict(Asked.with("user/Observation.s").get("/Observation/_history")))
        .isEqualTo("covered");
    assertThat(verdict(Asked.with("user/Observation.s").get("/_history"))).isEqualTo("not covered");
  }

  @ParameterizedTest
  @CsvSource({
    "Observation.rs?category=laboratory, category=laboratory, covered",
    "Observation.rs?category=laboratory, category=laboratory&category=x, narrowed",
    "Observation.rs?category=laboratory, 'category=laboratory,x', narrowed",
    "Observation.rs?category=laboratory, category:not=laboratory, narrowed",
    "'Observation.rs?category=laboratory,x', category=x, covered"
  })
  void aQueryImpliesAConstraintOnlyByItsVeryValues(String scope, String query, String verdict) {
    assertThat(verdict(Asked.with("user/" + scope).get("/Observation?" + query)))
        .isEqualTo(verdict);
  }

  @Test
  void aScopeMayBeAsLongAsTheLimitAndNoLonger() {
    String head = "user/Observation.rs?category=";
    String longest = head + "x".repeat(1_024 - head.length());

    assertThat(GrantedScopes.parse(List.of(longest)).scopes()).hasSize(1);
    assertThat(GrantedScopes.parse(List.of(longest + "x")).scopes()).isEmpty();
  }

  @Test
  void onePatientsRecordIsThatAndWhatIsNobodys() {
    ScopeAuthorizer authorizer =
        ScopeAuthorizer.builder(Asked.BASE).shareWithPatients("Practitioner").build();
    ReleaseTerms terms =
        authorizer.confined(
            Asked.with("user/*.rs").get("/Observation").terms().orElseThrow(), "123");

    assertThat(terms.totalReliable()).isFalse();
    assertThat(terms.filter().refuses(Asked.json(condition("Patient/123")))).isEmpty();
    assertThat(terms.filter().refuses(Asked.json(condition("Patient/456")))).isPresent();
    assertThat(terms.filter().refuses(Asked.json("{'resourceType':'Practitioner','id':'1'}")))
        .isEmpty();
    assertThat(terms.filter().refuses(Asked.json("{'resourceType':'Organization','id':'1'}")))
        .isPresent();
    assertThat(terms.filter().refuses(Asked.json("{'resourceType':'OperationOutcome'}"))).isEmpty();
    assertThat(terms.filter().reads("Condition").orElseThrow()).contains("subject", "type");
    assertThat(terms.filter().reads("Group").orElseThrow()).contains("member");
  }
}
