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

class ScopeAuthorizerWriteTest {
  private static final String OWN = observation("o1", "Patient/123", "");
  private static final String FOREIGN = observation("o1", "Patient/456", "");
  private static final String CONFINED = "patient/Observation.cud";

  private static String observation(String id, String subject, String more) {
    return "{\"resourceType\":\"Observation\",\"id\":\"%s\"%s,\"subject\":{\"reference\":\"%s\"}}"
        .formatted(id, more, subject);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?name=x",
        "/Patient?name=x",
        "Patient/?name=x",
        "https://x.org/Patient?name=x"
      })
  void aReferenceByCriteriaNeedsToSearchWhatItFinds(String reference) {
    String body =
        "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"Patient/123\"},"
            + "\"performer\":[{\"reference\":\""
            + reference
            + "\"}]}";

    assertThat(verdict(Asked.with("patient/*.cruds").post("/Observation", body)))
        .isEqualTo("not covered");
    assertThat(verdict(Asked.with("user/Observation.cr").post("/Observation", body)))
        .isEqualTo("not covered");
    assertThat(
            verdict(Asked.with("user/Observation.c", "user/Patient.s").post("/Observation", body)))
        .isEqualTo("covered");
  }

  @Test
  void createUnderAPatientScopeMustBeThePatients() {
    assertThat(verdict(Asked.with(CONFINED).post("/Observation", OWN))).isEqualTo("covered");
    assertThat(reason(Asked.with(CONFINED).post("/Observation", FOREIGN)))
        .isEqualTo(SmartReason.OUTSIDE_COMPARTMENT);
    for (String subject :
        List.of(
            "https://evil.org/Patient/123",
            "urn:uuid:11111111-1111-4111-8111-111111111111",
            "#p",
            "patient/123")) {
      assertThat(reason(Asked.with(CONFINED).post("/Observation", observation("x", subject, ""))))
          .as(subject)
          .isEqualTo(SmartReason.OUTSIDE_COMPARTMENT);
    }
  }

  @Test
  void patientScopeCreatesNoPatientWhateverIdTheBodyCarries() {
    String body = "{\"resourceType\":\"Patient\",\"id\":\"123\"}";

    assertThat(verdict(Asked.with("patient/Patient.c").post("/Patient", body)))
        .isEqualTo("not covered");
  }

  @Test
  void writeIntoARecordSharedWithAnotherPatientIsDenied() {
    String shared =
        observation("o1", "Patient/456", ",\"performer\":[{\"reference\":\"Patient/123\"}]");

    assertThat(reason(Asked.with(CONFINED).post("/Observation", shared)))
        .isEqualTo(SmartReason.OTHER_PATIENT);
    assertThat(reason(Asked.with(CONFINED).stored(shared).delete("/Observation/o1")))
        .isEqualTo(SmartReason.OTHER_PATIENT);
  }

  @Test
  void updateNeedsStoredAndResultingVersionInside() {
    assertThat(verdict(Asked.with(CONFINED).stored(OWN).put("/Observation/o1", OWN)))
        .isEqualTo("covered");
    assertThat(reason(Asked.with(CONFINED).stored(FOREIGN).put("/Observation/o1", OWN)))
        .isEqualTo(SmartReason.OUTSIDE_COMPARTMENT);
    assertThat(reason(Asked.with(CONFINED).stored(OWN).put("/Observation/o1", FOREIGN)))
        .isEqualTo(SmartReason.OUTSIDE_COMPARTMENT);
  }

  @Test
  void confinedScopeMayNotCreateUnderAnIdOfItsChoosing() {
    assertThat(reason(Asked.with(CONFINED).put("/Observation/o1", OWN)))
        .isEqualTo(SmartReason.STORED_FACT_UNKNOWN);
    assertThat(verdict(Asked.with("user/Observation.u").put("/Observation/o1", OWN)))
        .isEqualTo("covered");
  }

  @Test
  void deleteNeedsTheStoredVersionInside() {
    assertThat(verdict(Asked.with(CONFINED).stored(OWN).delete("/Observation/o1")))
        .isEqualTo("covered");
    assertThat(verdict(Asked.with(CONFINED).stored(FOREIGN).delete("/Observation/o1")))
        .isEqualTo("not covered");
    assertThat(reason(Asked.with(CONFINED).delete("/Observation/o1")))
        .isEqualTo(SmartReason.STORED_FACT_UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '`',
      textBlock =
          """
          [{"op":"add","path":"/status","value":"final"}]                          > covered
          [{"op":"replace","path":"/subject/reference","value":"Patient/456"}]     > not covered
          [{"op":"remove","path":"/subject"}]                                      > not covered
          [{"op":"replace","path":"/id","value":"o2"}]                             > not covered
          [{"op":"replace","path":"/resourceType","value":"Condition"}]            > not covered
          [{"op":"replace","path":"/nosuch","value":"x"}]                          > not covered
          [{"op":"frobnicate"}]                                                    > not covered
          """)
  void confinedPatchIsJudgedByItsResult(String patch, String verdict) {
    assertThat(verdict(Asked.with(CONFINED).stored(OWN).patch("/Observation/o1", patch)))
        .isEqualTo(verdict);
  }

  @Test
  void fhirPathPatchUnderAConfinedScopeIsDenied() {
    ScopeDecision decision =
        Asked.with(CONFINED)
            .stored(OWN)
            .ask("PATCH", "/Observation/o1", "{\"resourceType\":\"Parameters\"}");

    assertThat(reason(decision)).isEqualTo(SmartReason.PATCH_NOT_PREVIEWED);
  }

  @Test
  void constraintOnAWriteHoldsBeforeAndAfter() {
    String lab = ",\"category\":[{\"coding\":[{\"code\":\"lab\"}]}]";
    String vital = ",\"category\":[{\"coding\":[{\"code\":\"vital\"}]}]";
    String scope = "user/Observation.cud?category=lab";
    String labs = observation("o1", "Patient/1", lab);
    String vitals = observation("o1", "Patient/1", vital);

    assertThat(verdict(Asked.with(scope).post("/Observation", labs))).isEqualTo("covered");
    assertThat(reason(Asked.with(scope).post("/Observation", vitals)))
        .isEqualTo(SmartReason.CONSTRAINT_NOT_MET);
    assertThat(verdict(Asked.with(scope).stored(labs).put("/Observation/o1", labs)))
        .isEqualTo("covered");
    assertThat(verdict(Asked.with(scope).stored(vitals).put("/Observation/o1", labs)))
        .isEqualTo("not covered");
    assertThat(verdict(Asked.with(scope).stored(labs).put("/Observation/o1", vitals)))
        .isEqualTo("not covered");
    assertThat(verdict(Asked.with(scope).stored(vitals).delete("/Observation/o1")))
        .isEqualTo("not covered");
  }

  @Test
  void bodyIsSuppressedWhereTheResultMayNotBeRead() {
    assertThat(suppressed(Asked.with("user/Observation.c").post("/Observation", OWN))).isTrue();
    assertThat(suppressed(Asked.with("user/Observation.cr").post("/Observation", OWN))).isFalse();
    assertThat(
            suppressed(
                Asked.with("user/Observation.c", "patient/Observation.r")
                    .post("/Observation", OWN)))
        .isFalse();
    assertThat(
            suppressed(
                Asked.with("user/Observation.c", "patient/Observation.r")
                    .post("/Observation", FOREIGN)))
        .isTrue();
    assertThat(suppressed(Asked.with("user/Observation.u").patch("/Observation/o1", "[]")))
        .isTrue();
  }

  private static boolean suppressed(ScopeDecision decision) {
    return decision.terms().orElseThrow().suppressBody();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          user/Observation.us            > PUT    > covered
          user/Observation.u             > PUT    > not covered
          user/Observation.ds            > DELETE > covered
          user/Observation.d             > DELETE > not covered
          patient/Observation.cruds      > PUT    > not covered
          patient/Observation.cruds      > DELETE > not covered
          user/Observation.ds?category=a > DELETE > not covered
          user/Observation.d patient/Observation.s > DELETE > not covered
          """)
  void conditionalWriteNeedsTheWholeTypeToWriteAndToSearch(
      String scopes, String method, String verdict) {
    String body = method.equals("PUT") ? OWN : "";

    assertThat(verdict(Asked.with(scopes.split(" ")).ask(method, "/Observation?code=1", body)))
        .isEqualTo(verdict);
  }

  @Test
  void conditionalCreateNeedsSearchToo() {
    String criteria = "identifier=urn:x|1";

    assertThat(
            verdict(
                Asked.with("user/Observation.c")
                    .header("If-None-Exist", criteria)
                    .post("/Observation", OWN)))
        .isEqualTo("not covered");
    assertThat(
            verdict(
                Asked.with("user/Observation.cs")
                    .header("If-None-Exist", criteria)
                    .post("/Observation", OWN)))
        .isEqualTo("covered");
    assertThat(
            verdict(
                Asked.with("user/Observation.cs")
                    .header("If-None-Exist", "patient.name=smith")
                    .post("/Observation", OWN)))
        .isEqualTo("not covered");
  }

  @Test
  void conditionalReferenceIsASearchOfItsType() {
    String body = observation("x", "Patient?identifier=1", "");

    assertThat(reason(Asked.with("user/Observation.c").post("/Observation", body)))
        .isEqualTo(SmartReason.JOIN_NOT_COVERED);
    assertThat(
            verdict(Asked.with("user/Observation.c", "user/Patient.s").post("/Observation", body)))
        .isEqualTo("covered");
  }

  @Test
  void batchIsDecidedEntryByEntryAndATransactionAsAWhole() {
    String entries =
        "{\"request\":{\"method\":\"GET\",\"url\":\"Observation/o1\"}},"
            + "{\"request\":{\"method\":\"GET\",\"url\":\"Condition/c1\"}},"
            + "{\"request\":{\"method\":\"GET\",\"url\":\"observation/o1\"}}";

    ScopeDecision batch = Asked.with("user/Observation.r").post("/", bundle("batch", entries));
    ScopeDecision transaction =
        Asked.with("user/Observation.r").post("/", bundle("transaction", entries));

    assertThat(verdict(batch)).isEqualTo("narrowed");
    assertThat(batch.terms().orElseThrow().entries().stream().map(Asked::verdict))
        .containsExactly("covered", "not covered", "not covered");
    assertThat(refusal(batch, OWN)).isPresent();
    assertThat(reason(transaction)).isEqualTo(SmartReason.ENTRY_DENIED);
  }

  @Test
  void transactionWithAReadThatWouldBeRefusedIsRefusedBeforeItWrites() {
    String entries =
        "{\"request\":{\"method\":\"POST\",\"url\":\"Observation\"},\"resource\":%s},"
                .formatted(OWN)
            + "{\"request\":{\"method\":\"GET\",\"url\":\"Observation/o1\"}}";

    ScopeDecision decision =
        Asked.with("patient/Observation.cr")
            .stored(FOREIGN)
            .post("/", bundle("transaction", entries));

    assertThat(verdict(decision)).isEqualTo("not covered");
  }

  private static String bundle(String type, String entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}".formatted(type, entries);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          patient/*.rs          > /Patient/123/$everything                 > covered
          patient/*.rs          > /Patient/456/$everything                 > not covered
          patient/*.rs          > /Patient/$everything                     > not covered
          patient/*.r           > /Patient/123/$everything                 > not covered
          patient/Patient.rs    > /Patient/123/$everything                 > not covered
          patient/Patient.rs    > /Patient/123/$everything?_type=Patient   > covered
          patient/*.rs          > /Patient/123/$everything?foo=1           > not covered
          user/*.rs             > /Patient/456/$everything                 > covered
          system/*.rs           > /$export                                 > covered
          user/*.rs             > /$export                                 > not covered
          system/*.r            > /$export                                 > not covered
          system/Observation.rs > /$export                                 > not covered
          system/Observation.rs > /$export?_type=Observation               > covered
          system/Observation.rs > /$export?_type=Observation,Patient       > not covered
          system/Observation.rs > /$export?_type=Observation&_typeFilter=x > not covered
          system/*.rs           > /$export?_typeFilter=x                   > covered
          system/Observation.rs > /Patient/$export?_type=Observation       > not covered
          system/Observation.rs > /Group/g/$export?_type=Observation       > not covered
          system/*.rs           > /Group/g/$export                         > covered
          system/*.rs           > /Observation/$export                     > not covered
          system/*.cruds        > /$expunge                                > not covered
          system/*.cruds        > /Patient/1/$graphql                      > not covered
          user/Patient.rs       > /Patient/$match                          > covered
          patient/Patient.rs    > /Patient/$match                          > not covered
          user/Patient.r        > /Patient/$match                          > not covered
          """)
  void operationsAreAllowedByTheirStatedMeaningOnly(String scopes, String url, String verdict) {
    Asked asked =
        Asked.with(scopes.split(" "))
            .allowing(OperationRule.patientEverything())
            .allowing(OperationRule.bulkExport())
            .allowing(
                OperationRule.ofType("Patient", "match")
                    .needing("Patient", Permission.READ, Permission.SEARCH));

    assertThat(verdict(asked.get(url))).isEqualTo(verdict);
  }

  @Test
  void operationsAreDeniedUnlessAllowed() {
    assertThat(reason(Asked.with("user/*.cruds").get("/Patient/123/$everything")))
        .isEqualTo(SmartReason.OPERATION_NOT_ALLOWED);
  }

  @Test
  void operationRuleWithoutAMeaningIsRefused() {
    assertThatThrownBy(() -> OperationRule.ofType("Patient", "match").answersFromItself())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OperationRule.bulkExport().answersFrom("Patient"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Asked.with().allowing(OperationRule.ofSystem("reindex")))
        .hasMessage("allowOperation($reindex): say with needing(type, permission…) what it needs");
  }

  @Test
  void parametersOfAnExportInABodyAreRead() {
    String body =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"_type\",\"valueString\":\"%s\"}]}";
    Asked asked = Asked.with("system/Observation.rs").allowing(OperationRule.bulkExport());

    assertThat(verdict(asked.post("/$export", body.formatted("Observation")))).isEqualTo("covered");
    assertThat(verdict(asked.post("/$export", body.formatted("Patient")))).isEqualTo("not covered");
  }
}
