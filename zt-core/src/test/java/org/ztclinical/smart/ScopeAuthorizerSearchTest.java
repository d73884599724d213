package org.ztclinical.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.smart.Asked.refusal;
import static org.ztclinical.smart.Asked.verdict;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.request.Parameters;

/** What searches are covered, how they are narrowed, and what of their joins leaves. */
class ScopeAuthorizerSearchTest {
  private static final String OWN =
      "{'resourceType':'Observation','id':'o1','subject':{'reference':'Patient/123'}}";
  private static final String FOREIGN =
      "{'resourceType':'Observation','id':'o3','subject':{'reference':'Patient/456'}}";

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
}
