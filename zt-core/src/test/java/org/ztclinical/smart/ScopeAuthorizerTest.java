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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.fhir.FhirReason;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.request.Parameters;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          patient=123                          > covered
          patient=Patient/123                  > covered
          subject=Patient/123                  > covered
          subject:Patient=123                  > covered
          performer=Patient/123                > covered
          subject=https://fhir.example.org/r4/Patient/123 > covered
          patient=123&_sort=-date&_count=5     > covered
          patient=123&_summary=count           > covered
          patient=123,456                      > narrowed
          subject=123                          > narrowed
          subject=https://evil.org/Patient/123 > narrowed
          subject=Group/9,Patient/123          > narrowed
          patient:not=456                      > narrowed
          patient:missing=true                 > narrowed
          PATIENT=123                          > narrowed
          patient=                             > narrowed
          focus=Patient/123                    > narrowed
          status=final                         > narrowed
          _id=o1,o3                            > narrowed
          patient=456                          > not covered
          patient=123&patient=456              > not covered
          patient=123&subject=Patient/456      > not covered
          status=final&_summary=count          > not covered
          status=final&_total=accurate         > not covered
          status=final&_count=1                > not covered
          _id=o1,o3&_count=1                   > not covered
          patient=123,456&_count=1             > not covered
          patient.name=x&_count=1              > not covered
          status=final&_offset=1               > not covered
          status=final&_count=1&_cursor=1      > not covered
          patient=456&_cursor=1                > not covered
          encounter.class=x&_cursor=1          > not covered
          patient=123,456&_summary=count       > not covered
          """)
  void searchWithinTheCompartmentIsCoveredAndOtherwiseNarrowedOrDenied(
      String query, String verdict) {
    ScopeDecision decision = Asked.with("patient/Observation.rs").get("/Observation?" + query);

    assertThat(verdict(decision)).isEqualTo(verdict);
    if (decision.terms().isPresent()) {
      assertThat(refusal(decision, FOREIGN)).isPresent();
      assertThat(refusal(decision, OWN)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          patient/Observation.s > /Observation?status=final > subject=Patient%2F123 | performer=Patient%2F123
          patient/Patient.s     > /Patient?name=smith       > _id=123
          patient/Condition.s   > /Condition?code=1         > patient=Patient%2F123 | asserter=Patient%2F123
          patient/Appointment.s > /Appointment?practitioner=Practitioner/p1 > actor=Patient%2F123
          user/Observation.s?category=a    > /Observation?code=1      > category=a
          patient/Observation.s?category=a > /Observation?patient=123 > category=a
          patient/Observation.s?category=a > /Observation?code=1      > subject=Patient%2F123&category=a | performer=Patient%2F123&category=a
          user/Observation.s?category=a user/Observation.s?category=b > /Observation?code=1 > category=a%2Cb
          user/Observation.s?category=a user/Observation.s?code=b     > /Observation?date=1 > category=a | code=b
          """)
  void narrowingIsAUnionOfFragments(String scopes, String url, String fragments) {
    ScopeDecision decision = Asked.with(scopes.split(" ")).get(url);

    Narrowing narrowing = decision.terms().orElseThrow().narrowing();
    List<String> queries = narrowing.fragments().stream().map(Parameters::toQuery).toList();
    assertThat(String.join(" | ", queries)).isEqualTo(fragments);
    assertThat(narrowing.exact()).isEqualTo(!fragments.contains("|"));
    assertThat(decision.terms().orElseThrow().totalReliable()).isEqualTo(narrowing.exact());
  }

  @Test
  void exactNarrowingIsAppendedAndProjectionsKeepWhatTheCheckNeeds() throws Exception {
    ScopeDecision decision =
        Asked.with("patient/Condition.s?category=a")
            .get("/Condition?patient=123&_elements=code&_summary=text");

    Parameters run =
        decision
            .terms()
            .orElseThrow()
            .narrowing()
            .apply(Parameters.parse("patient=123&_elements=code&_summary=text"));

    assertThat(run.all("category")).containsExactly("a");
    assertThat(run.all("_elements")).containsExactly("asserter,category,code,subject");
    assertThat(run.all("_summary")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          user/Patient.s                       > /Patient?_has:Observation:patient:code=1            > not covered
          user/Patient.s user/Observation.s    > /Patient?_has:Observation:patient:code=1            > covered
          user/Patient.s patient/Observation.s > /Patient?_has:Observation:patient:code=1            > not covered
          patient/*.s                          > /Patient?_has:Observation:patient:code=1            > narrowed
          patient/*.s                          > /Patient?_has:Observation:focus:code=1              > not covered
          patient/*.s                          > /Patient?_has:Observation:patient:encounter.class=1 > not covered
          user/Observation.s                   > /Observation?patient.name=x                         > not covered
          user/Observation.s user/Patient.s    > /Observation?patient.name=x                         > covered
          patient/Observation.s                > /Observation?patient.name=x                         > not covered
          patient/*.s                          > /Observation?patient.name=x                         > narrowed
          patient/*.s                          > /Observation?patient.organization.name=x            > not covered
          patient/*.s                          > /Observation?performer:Patient.name=x               > narrowed
          patient/*.s                          > /Observation?encounter.class=x                      > not covered
          user/Observation.s                   > /Observation?_filter=code%20eq%201                  > not covered
          user/*.s                             > /Observation?_filter=code%20eq%201                  > covered
          patient/*.s                          > /Observation?_list=42                               > not covered
          user/Observation.s                   > /Observation?_sort=patient.name                     > not covered
          user/Observation.s                   > /Observation?_include=Observation:encounter         > not covered
          user/Observation.s user/Encounter.s  > /Observation?_include=Observation:encounter         > covered
          user/Observation.s user/Patient.s    > /Observation?_include=Observation:subject           > narrowed
          patient/Observation.s                > /Observation?_include=Observation:subject           > not covered
          patient/*.s                          > /Observation?patient=123&_include=Observation:subject   > covered
          patient/*.s                          > /Observation?patient=123&_include=Observation:performer > narrowed
          patient/*.s                          > /Observation?patient=123&_include=*                 > narrowed
          patient/Observation.s                > /Observation?patient=123&_include=*                 > not covered
          patient/*.s                          > /Patient?_id=123&_revinclude=Observation:subject    > covered
          patient/*.s                          > /Patient?_id=123&_revinclude=Observation:focus      > narrowed
          patient/Patient.s                    > /Patient?_id=123&_revinclude=Observation:subject    > not covered
          """)
  void everyTypeThatASearchTouchesNeedsSearch(String scopes, String url, String verdict) {
    assertThat(verdict(Asked.with(scopes.split(" ")).get(url))).isEqualTo(verdict);
  }

  @Test
  void chainOverThePatientReleasesNothingThatDependsOnAnotherPatient() {
    String performed =
        "{'resourceType':'Observation','subject':{'reference':'Patient/456'},"
            + "'performer':[{'reference':'Patient/123'}]}";

    ScopeDecision plain = Asked.with("patient/*.s").get("/Observation?code=1");
    ScopeDecision chained = Asked.with("patient/*.s").get("/Observation?patient.name=x");

    assertThat(refusal(plain, performed)).isEmpty();
    assertThat(refusal(chained, performed).orElseThrow().code())
        .isEqualTo(SmartReason.JOIN_NOT_CONFINED);
    assertThat(
            verdict(Asked.with("patient/*.s").get("/Observation?patient.name=x&_total=accurate")))
        .isEqualTo("not covered");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          patient/Observation.s > /Patient/123/Observation       > covered
          patient/Observation.s > /Patient/456/Observation       > not covered
          patient/Observation.s > /Patient/123/Condition         > not covered
          patient/Observation.r > /Patient/123/Observation       > not covered
          patient/Observation.s > /Encounter/e/Observation       > narrowed
          patient/*.s           > /Patient/123/*                 > covered
          patient/*.s           > /Patient/456/*                 > not covered
          patient/Observation.s > /Patient/123/*                 > not covered
          user/Observation.s    > /Patient/456/Observation       > covered
          system/*.s            > /?_type=Observation,Patient    > covered
          system/Observation.s  > /?_type=Observation            > covered
          system/Observation.s  > /?_type=Observation,Patient    > not covered
          system/Observation.s  > /                              > not covered
          patient/*.s           > /                              > not covered
          patient/*.s           > /_history                      > not covered
          patient/*.s           > /Observation/_history          > not covered
          system/*.s            > /_history                      > covered
          system/*.s            > /?_getpages=1                  > covered
          patient/*.s           > /?_getpages=1                  > narrowed
          patient/*.r           > /?_getpages=1                  > not covered
          patient/*.s           > /?_getpages=1&_getpagesoffset=2&_count=2&_include=Observation:subject > narrowed
          user/Observation.s    > /Observation?_getpages=1       > narrowed
          user/Observation.s    > /Observation?_getpages=1&_sort=patient.name         > not covered
          user/Observation.s    > /Observation?_getpages=1&patient.name=x             > not covered
          user/Observation.s    > /Observation?_cursor=1&_has:Provenance:target:agent=x > not covered
          user/Observation.s    > /Observation?_getpages=1&_include=Observation:encounter > not covered
          patient/Observation.s > /Patient/456/Observation?_getpages=1                > not covered
          openid                > /metadata                      > covered
          """)
  void searchesAndHistoriesAcrossTypes(String scopes, String url, String verdict) {
    assertThat(verdict(Asked.with(scopes.split(" ")).get(url))).isEqualTo(verdict);
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
