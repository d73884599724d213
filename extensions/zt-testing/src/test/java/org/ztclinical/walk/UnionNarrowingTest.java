package org.ztclinical.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ztclinical.walk.Ward.keepsSecret;
import static org.ztclinical.walk.Ward.status;
import static org.ztclinical.walk.Ward.text;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.access.Permit;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;

/** A union that no one parameter expresses: nothing is lost over the pages, and nothing is told. */
class UnionNarrowingTest {
  private static final String TWO_CONSTRAINTS =
      "patient/Observation.rs?category=laboratory patient/Observation.rs?code=1234-5";
  private static final String BY_CODE =
      "{'resourceType':'Observation','id':'by-code','subject':{'reference':'Patient/123'},"
          + "'code':{'coding':[{'code':'1234-5'}]}}";

  @TempDir Path directory;

  @Test
  void aPageOfWhichNothingMayLeaveStillLeadsToTheNext() throws Exception {
    try (Ward ward = new Ward(directory)) {
      ward.clinic.working(
          clearance ->
              Response.json(
                  200,
                  switch (clearance.toPerform().query().all("_getpages").toString()) {
                    case "[]" -> page("p2", Ward.OTHER, Ward.OTHER);
                    case "[p2]" -> page("p3", Ward.OTHER);
                    default -> page("", BY_CODE, Ward.OTHER);
                  }));
      String token = ward.patient(TWO_CONSTRAINTS);

      Guarded first = ward.get(token, "/Observation");
      Guarded second = ward.get(token, "/?_getpages=p2");
      Guarded third = ward.get(token, "/?_getpages=p3");

      for (Guarded page : List.of(first, second, third)) {
        assertThat(status(page)).isEqualTo(200);
        keepsSecret(page);
      }
      assertThat(text(first)).contains("_getpages=p2").doesNotContain("\"entry\"");
      assertThat(text(second)).contains("_getpages=p3").doesNotContain("\"entry\"");
      assertThat(text(third)).contains("\"by-code\"");
    }
  }

  @Test
  void theQueryRunsAsItIsAndNoCountLeaves() throws Exception {
    try (Ward ward = new Ward(directory, BY_CODE)) {
      String token = ward.patient(TWO_CONSTRAINTS);

      Guarded guarded = ward.get(token, "/Observation?status=final");

      assertThat(text(guarded)).contains("\"by-code\"").doesNotContain("\"own\"");
      keepsSecret(guarded);
      assertThat(ward.clinic.performed.get(0).query().toQuery()).isEqualTo("status=final");
      for (String counting : List.of("_summary=count", "_total=accurate", "_count=10")) {
        ward.refusesGet(token, "/Observation?" + counting);
      }
    }
  }

  @Test
  void whoCanRunAUnionFindsItsQueries() throws Exception {
    try (Ward ward = new Ward(directory)) {
      Permit permit =
          (Permit) ward.get(ward.patient(TWO_CONSTRAINTS), "/Observation?patient=123").outcome();

      assertThat(permit.terms().narrowing().exact()).isFalse();
      assertThat(permit.terms().narrowing().fragments())
          .extracting(fragment -> fragment.toQuery())
          .containsExactlyInAnyOrder("category=laboratory", "code=1234-5");
    }
  }

  private static String page(String next, String... resources) {
    String link =
        next.isEmpty()
            ? ""
            : "'link':[{'relation':'next','url':'https://fhir.example/fhir?_getpages="
                + next
                + "'}],";
    StringBuilder entries = new StringBuilder();
    for (String resource : resources) {
      entries.append(entries.isEmpty() ? "" : ",");
      entries.append("{'resource':").append(resource).append('}');
    }
    return Ward.quoted(
        "{'resourceType':'Bundle','type':'searchset','total':5,"
            + link
            + "'entry':["
            + entries
            + "]}");
  }
}
