package org.ztclinical.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ztclinical.smart.Asked.reason;
import static org.ztclinical.smart.Asked.refusal;
import static org.ztclinical.smart.Asked.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.fhir.FhirReason;
import org.ztclinical.fhir.ResourceTypes;

class ScopeAuthorizerTest {
  private static final String OWN =
      "{'resourceType':'Observation','id':'o1','subject':{'reference':'Patient/123'}}";
  private static final String FOREIGN =
      "{'resourceType':'Observation','id':'o3','subject':{'reference':'Patient/456'}}";

  /** Written from the SMART table, not from the code under test. */
  private static final Map<String, String> LETTER_NEEDED =
      new TreeMap<>(
          Map.of(
              "GET /Observation/o1", "r",
              "GET /Observation/o1/_history/1", "r",
              "GET /Observation/o1/_history", "r",
              "GET /Observation?status=final", "s",
              "POST /Observation/_search", "s",
              "GET /Observation/_history", "s",
              "POST /Observation", "c",
              "PUT /Observation/o1", "u",
              "PATCH /Observation/o1", "u",
              "DELETE /Observation/o1", "d"));

  @Test
  void everySetOfLettersCoversExactlyTheInteractionsOfItsLetters() {
    for (int set = 1; set < 32; set++) {
      StringBuilder letters = new StringBuilder();
      for (int bit = 0; bit < 5; bit++) {
        if ((set & (1 << bit)) != 0) {
          letters.append("cruds".charAt(bit));
        }
      }
      for (String context : List.of("user", "system")) {
        for (String type : List.of("Observation", "*")) {
          String scope = context + "/" + type + "." + letters;
          LETTER_NEEDED.forEach(
              (request, letter) ->
                  assertThat(verdict(ask(Asked.with(scope), request)))
                      .as("%s with %s", request, scope)
                      .isEqualTo(letters.indexOf(letter) >= 0 ? "covered" : "not covered"));
        }
      }
    }
  }

  @Test
  void scopeForAnotherTypeCoversNothing() {
    for (String request : LETTER_NEEDED.keySet()) {
      assertThat(verdict(ask(Asked.with("user/Patient.cruds", "patient/Condition.cruds"), request)))
          .as(request)
          .isEqualTo("not covered");
    }
  }

  @Test
  void withoutScopesOrWithoutAPatientNothingIsCoveredOfAnyType() {
    List<String> leaks = new ArrayList<>();
    for (String type : ResourceTypes.all()) {
      for (String url : List.of("/" + type + "/1", "/" + type, "/Patient/123/" + type)) {
        if (!verdict(Asked.with().get(url)).equals("not covered")
            || !verdict(Asked.with("openid", "launch/patient").get(url)).equals("not covered")
            || !verdict(Asked.with("patient/*.cruds").withoutPatient().get(url))
                .equals("not covered")) {
          leaks.add(url);
        }
      }
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  void noResourceOfAnyTypeLeavesUnlessItIsThePatients() {
    for (String type : ResourceTypes.all()) {
      ScopeDecision decision = Asked.with("patient/*.rs").get("/" + type);
      String orphan = "{'resourceType':'" + type + "','id':'456'}";

      boolean carrier = type.equals("OperationOutcome");
      boolean leaves =
          decision.terms().isPresent() && !carrier && refusal(decision, orphan).isEmpty();
      assertThat(leaves).as(type).isFalse();
    }
  }

  private static ScopeDecision ask(Asked asked, String request) {
    String method = request.substring(0, request.indexOf(' '));
    String url = request.substring(request.indexOf(' ') + 1);
    return switch (method) {
      case "PATCH" -> asked.patch(url, "[]");
      case "POST", "PUT" ->
          url.endsWith("_search")
              ? asked.ask(method, url, "")
              : asked.ask(method, url, OWN.replace('\'', '"'));
      default -> asked.ask(method, url, "");
    };
  }

  @Test
  void confinedReadIsCoveredAndItsAnswerChecked() {
    ScopeDecision decision = Asked.with("patient/Observation.r").get("/Observation/o1");

    assertThat(verdict(decision)).isEqualTo("covered");
    assertThat(refusal(decision, OWN)).isEmpty();
    assertThat(refusal(decision, FOREIGN).orElseThrow().code())
        .isEqualTo(SmartReason.OUTSIDE_COMPARTMENT);
    assertThat(refusal(decision, "{'resourceType':'Observation','id':'o1'}")).isPresent();
    assertThat(refusal(decision, "{'resourceType':'Patient','id':'123'}").orElseThrow().code())
        .isEqualTo(SmartReason.NOT_COVERED);
    assertThat(refusal(decision, "{'resourceType':'Nonsense'}").orElseThrow().code())
        .isEqualTo(SmartReason.UNEXPECTED_RESOURCE);
    assertThat(refusal(decision, "{'resourceType':'OperationOutcome'}")).isEmpty();
    assertThat(refusal(decision, "{'resourceType':'Bundle','type':'history'}")).isEmpty();
    assertThat(refusal(decision, "{'resourceType':'Bundle','type':'document'}")).isPresent();
  }

  @Test
  void nothingOfTheHistoryOfAResourceThatWasMovedAwayLeaves() {
    Asked asked = Asked.with("patient/Observation.r").stored(FOREIGN);

    for (String history : List.of("/Observation/o3/_history/1", "/Observation/o3/_history")) {
      ScopeDecision decision = asked.get(history);
      assertThat(verdict(decision)).isEqualTo("narrowed");
      assertThat(refusal(decision, OWN).orElseThrow().code()).isEqualTo(SmartReason.STORED_OUTSIDE);
      assertThat(decision.terms().orElseThrow().totalReliable()).isFalse();
    }
  }

  @Test
  void discoveryReleasesTheCapabilityStatementOnly() {
    ScopeDecision decision = Asked.with("user/*.cruds").get("/metadata");

    assertThat(refusal(decision, "{'resourceType':'CapabilityStatement'}")).isEmpty();
    assertThat(refusal(decision, OWN)).isPresent();
  }

  @Test
  void sharedTypesAreReadButNotWrittenUnderPatientScopes() {
    String body = "{\"resourceType\":\"Practitioner\"}";

    assertThat(verdict(Asked.with("patient/*.cruds").get("/Practitioner/1")))
        .isEqualTo("not covered");
    Asked sharing = Asked.with("patient/*.cruds").sharing("Practitioner");
    assertThat(verdict(sharing.get("/Practitioner/1"))).isEqualTo("covered");
    assertThat(verdict(sharing.get("/Practitioner?name=x"))).isEqualTo("covered");
    assertThat(verdict(sharing.post("/Practitioner", body))).isEqualTo("not covered");
    assertThat(verdict(sharing.delete("/Practitioner/1"))).isEqualTo("not covered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Observation", "Patient", "Nonsense"})
  void typesOfTheCompartmentCannotBeShared(String type) {
    assertThatThrownBy(() -> ScopeAuthorizer.builder(Asked.BASE).shareWithPatients(type))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void binaryIsReadAsTheResourceItsSecurityContextNames() {
    String binary =
        "{'resourceType':'Binary','id':'b','securityContext':{'reference':'Observation/o1'}}";

    assertThat(reason(Asked.with("user/Binary.r").get("/Binary/b")))
        .isEqualTo(SmartReason.STORED_FACT_UNKNOWN);
    assertThat(verdict(Asked.with("user/Binary.r").stored(binary).get("/Binary/b")))
        .isEqualTo("not covered");
    assertThat(
            verdict(
                Asked.with("user/Binary.r", "user/Observation.r").stored(binary).get("/Binary/b")))
        .isEqualTo("covered");
    assertThat(verdict(Asked.with("patient/*.r").stored(binary).get("/Binary/b")))
        .isEqualTo("not covered");
    assertThat(verdict(Asked.with("system/*.r").get("/Binary/b"))).isEqualTo("covered");
  }

  @Test
  void mixedContextsAreAUnionEachConfinedByItsOwn() {
    ScopeDecision decision =
        Asked.with("patient/Observation.r", "user/Observation.r?category=a").get("/Observation/x");

    String category = "'category':[{'coding':[{'code':'a'}]}],";
    assertThat(refusal(decision, OWN)).isEmpty();
    assertThat(refusal(decision, FOREIGN)).isPresent();
    assertThat(refusal(decision, FOREIGN.replace("'subject'", category + "'subject'"))).isEmpty();
  }

  @Test
  void patientsOfTheDecisionAreNamedForTheAudit() {
    assertThat(patients(Asked.with("patient/Observation.s").get("/Observation?code=1")))
        .containsExactly("123");
    assertThat(patients(Asked.with("user/*.s").get("/Observation?patient=456")))
        .containsExactly("456");
    assertThat(patients(Asked.with("user/*.r").get("/Patient/456"))).containsExactly("456");
    assertThat(patients(Asked.with("user/*.s").get("/Patient/456/Observation")))
        .containsExactly("456");
    assertThat(patients(Asked.with("user/*.c").post("/Observation", FOREIGN.replace('\'', '"'))))
        .containsExactly("456");
  }

  private static Iterable<String> patients(ScopeDecision decision) {
    return decision.terms().orElseThrow().patients();
  }

  @Test
  void launchContextThatIsNoIdIsNone() {
    for (String patient : List.of("", "Patient/123", "123,456", "123 ", "a".repeat(65))) {
      assertThat(LaunchContext.of(Optional.of(patient), Optional.empty()).patient())
          .as(patient)
          .isEmpty();
    }
  }

  @Test
  void unclassifiedRequestKeepsItsOwnReason() {
    assertThat(reason(Asked.with("user/*.cruds").get("/observation/1")))
        .isEqualTo(FhirReason.TYPE_UNKNOWN);
  }
}
