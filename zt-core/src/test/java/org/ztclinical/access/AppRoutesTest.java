package org.ztclinical.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;

/** Which request is on which of an application's own routes. */
class AppRoutesTest {
  private static final AppRoute REPORT =
      AppRoute.of(HttpMethod.GET, "/reports/{report}")
          .action("viewReport")
          .resource("Report", "report");
  private static final AppRoute SUMMARY =
      AppRoute.of(HttpMethod.GET, "/reports/summary").action("viewSummary");
  private static final AppRoute LETTER =
      AppRoute.of(HttpMethod.GET, "/patients/{patient}/letters/{letter}")
          .action("viewLetter")
          .resource("Letter", "letter")
          .patient("patient");

  private final AppRoutes routes = AppRoutes.of(List.of(REPORT, SUMMARY, LETTER));

  @Test
  void aVariableIsExactlyOneSegment() throws Exception {
    assertThat(found(HttpMethod.GET, "/reports/7")).contains("viewReport");
    assertThat(routes.find(request(HttpMethod.GET, "/reports/7")).orElseThrow().id()).contains("7");
    assertThat(found(HttpMethod.GET, "/reports")).isEmpty();
    assertThat(found(HttpMethod.GET, "/reports/7/pages")).isEmpty();
    assertThat(found(HttpMethod.GET, "/reports/7/")).contains("viewReport");
    assertThat(found(HttpMethod.GET, "/Reports/7")).isEmpty();
  }

  @Test
  void aFixedSegmentWinsOverAVariableInWhateverOrderTheyAreDeclared() throws Exception {
    AppRoutes reversed = AppRoutes.of(List.of(SUMMARY, REPORT));

    assertThat(found(HttpMethod.GET, "/reports/summary")).contains("viewSummary");
    assertThat(reversed.find(request(HttpMethod.GET, "/reports/summary")))
        .hasValueSatisfying(call -> assertThat(call.route()).isSameAs(SUMMARY));
  }

  @Test
  void onlyTheDeclaredMethodIsTheRouteAndHeadIsGet() throws Exception {
    assertThat(found(HttpMethod.HEAD, "/reports/7")).contains("viewReport");
    for (HttpMethod other :
        List.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.OPTIONS)) {
      assertThat(found(other, "/reports/7")).isEmpty();
    }
  }

  @Test
  void thePatientIsAFhirIdOrTheRouteIsAnother() throws Exception {
    RouteCall call =
        routes.find(request(HttpMethod.GET, "/patients/123/letters/a_b~c")).orElseThrow();

    assertThat(call.patient()).contains("123");
    assertThat(call.id()).contains("a_b~c");
    assertThat(call).hasToString("GET /patients/{patient}/letters/{letter} viewLetter");
    assertThat(found(HttpMethod.GET, "/patients/a_b~c/letters/1")).isEmpty();
    assertThat(found(HttpMethod.GET, "/patients/" + "1".repeat(65) + "/letters/1")).isEmpty();
  }

  @Test
  void nothingHasTheIdThatStandsForEverything() throws Exception {
    assertThat(found(HttpMethod.GET, "/reports/*")).isEmpty();
    assertThat(found(HttpMethod.GET, "/patients/1/letters/*")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/reports/{other}", "/{any}/summary"})
  void routesThatCouldBothBeMeantAreRefusedByName(String template) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AppRoutes.of(
                    List.of(REPORT, AppRoute.of(HttpMethod.GET, template).action("other"))))
        .withMessageContaining(template);
  }

  @Test
  void routesOfDifferentMethodsOrOfFixedTextBetweenThemMayOverlap() {
    AppRoute wide = AppRoute.of(HttpMethod.GET, "/{area}/{thing}").action("viewAnything");
    AppRoute write = AppRoute.of(HttpMethod.PUT, "/reports/{report}").action("writeReport");

    assertThat(AppRoutes.of(List.of(wide, REPORT, SUMMARY, write)).list()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reports/{report}",
        "/reports/",
        "/reports//x",
        "/reports/{report}.pdf",
        "/reports/{R}",
        "/reports/{a}/{a}",
        "/reports/*",
        "/reports/**",
        "/reports/{a:[0-9]+}",
        "/a%20b",
        "/a;b",
        "/../a",
        "",
        "/{}",
        "/a b"
      })
  void whatIsNoTemplateIsRefused(String template) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AppRoute.of(HttpMethod.GET, template).action("a"));
  }

  @Test
  void whatPoliciesCouldNotNameIsRefused() {
    AppRoute.Place place = AppRoute.of(HttpMethod.GET, "/a/{b}");

    assertThatIllegalArgumentException().isThrownBy(() -> place.action("View\" on"));
    assertThatIllegalArgumentException().isThrownBy(() -> place.action(""));
    assertThatIllegalArgumentException().isThrownBy(() -> place.action("a").resource("Action"));
    assertThatIllegalArgumentException().isThrownBy(() -> place.action("a").resource("A::B"));
    assertThatIllegalArgumentException().isThrownBy(() -> place.action("a").resource("A", "c"));
    assertThatIllegalArgumentException().isThrownBy(() -> place.action("a").patient("c"));
    assertThatIllegalArgumentException().isThrownBy(() -> place.action("a").requireScope("a b"));
    assertThatIllegalArgumentException().isThrownBy(() -> AppRoute.of(HttpMethod.HEAD, "/a"));
    assertThatIllegalArgumentException().isThrownBy(() -> AppRoute.of(HttpMethod.OPTIONS, "/a"));
  }

  private Optional<String> found(HttpMethod method, String path) throws RequestRefusedException {
    return routes.find(request(method, path)).map(call -> call.route().action());
  }

  private static CanonicalRequest request(HttpMethod method, String path)
      throws RequestRefusedException {
    return CanonicalRequest.parse(method, path, Map.of(), Body.none());
  }
}
