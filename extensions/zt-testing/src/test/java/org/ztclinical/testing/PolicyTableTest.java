package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.access.AppRoute;
import org.ztclinical.policy.BusinessHours;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.policy.PolicyText;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.smart.OperationRule;

/** Tables of cases: what they can say, what is an error, what a row that fails tells. */
class PolicyTableTest {
  private static final String WARD =
      """
      @id("physicians-read")
      permit (principal in Clinical::Role::"physician", action in Fhir::Action::"read-like",
        resource);

      @id("exporters")
      @obligation("notify")
      permit (principal is Clinical::Service in Clinical::Role::"exporter", action, resource);

      @id("mfa")
      @reason("two factors")
      forbid (principal is Clinical::User, action, resource)
      unless { context.authentication.mfa };

      @id("no-night-shift")
      @reason("the ward is closed")
      forbid (principal, action, resource)
      unless { context.time.businessHours == Clinical::BusinessHours::"within" };
      """;
  private static final String HEADER =
      "| case | who | mfa | time | action | resource | patient | expected | policy |\n"
          + "|---|---|---|---|---|---|---|---|---|\n";

  private final PolicyFixture policies =
      PolicyFixture.builder(PolicySource.of(new PolicyText("ward.cedar", WARD)))
          .businessHours(
              BusinessHours.weekdays(
                  ZoneId.of("America/New_York"), LocalTime.of(7, 0), LocalTime.of(19, 0)))
          .allowOperation(OperationRule.bulkExport())
          .build();

  @TempDir Path directory;

  @Test
  void rowsAreReadAndChecked() throws IOException {
    Path page = directory.resolve("cases.md");
    Files.writeString(
        page,
        """
        # Ward

        For people:

        | word | meaning |
        |---|---|
        | MFA | two factors |

        ```
        | case | in code | is no case |
        ```

        ## By day

        | case | who | mfa | time | action | resource | patient | expected | policy |
        |---|:--|---|---|---|---|---|:-:|---|
        | a physician reads | physician | yes | Mon 07:00 | `read` | Observation | p1 | permit | physicians-read |
        | by password | physician + nurse | no | Fri 18:59 | search-type | Condition | p1 | deny | mfa |
        | a nurse | nurse | yes | Wed 12:00 | read | Patient | p1 | deny | - |

        ## By night

        | case | who | action | resource | time | expected | policy | obligations |
        |---|---|---|---|---|---|---|---|
        | by day | service exporter | $export | - | Tue 12:00 | permit | exporters | notify |
        | by night | service exporter | $export | Patient | Mon 19:00 | deny | no-night-shift | - |
        """);

    PolicyTable table = PolicyTable.read(page);

    assertThat(table.cases()).hasSize(5).extracting(PolicyCase::name).contains("by password");
    assertThat(table.cases().get(0)).hasToString("cases.md:17: a physician reads");
    assertThat(table.under("By day").cases()).hasSize(3);
    assertThat(table.under("Ward").cases()).hasSize(5);
    table.check(policies);
    assertThatThrownBy(() -> table.under("Elsewhere"))
        .hasMessage("cases.md: no case under a heading \"Elsewhere\"");
  }

  @Test
  void aCallOnARouteIsARowOfItsOwnKind() throws IOException {
    String text =
        """
        @id("letters")
        permit (principal is Clinical::Service, action == App::Action::"viewLetter", resource);
        """;
    PolicyFixture letters =
        PolicyFixture.builder(PolicySource.of(new PolicyText("letters.cedar", text)))
            .route(AppRoute.of(HttpMethod.GET, "/letters/{letter}").action("viewLetter"))
            .build();

    table(
            "| a | service post-office | - | - | GET /letters/7 | - | - | permit | letters |",
            "| b | nurse | yes | - | `GET /letters/7` | - | - | deny | - |")
        .check(letters);
    assertThatThrownBy(
            () -> table("| a | nurse | yes | - | GET /scans/7 | - | - | deny | - |").check(letters))
        .hasMessageContaining("GET /scans/7: no route is declared there");
  }

  @Test
  void aRowThatFailsSaysWhichAndWhatDecided() {
    PolicyTable table =
        table("| a nurse reads | nurse | yes | Mon 12:00 | read | Patient | p1 | permit | mfa |");

    assertThatThrownBy(() -> table.cases().get(0).check(policies))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            cases.md:3: a nurse reads
            nurse, mfa, at 2026-03-02T17:00:00Z: read Patient of patient p1
            expected: permitted by mfa
            but was: denied
              data layer: no policy permits this
            policies were asked: read Patient of a known patient
              mfa (forbid) does not match: unless context.authentication.mfa (it is true)
              no-night-shift (forbid) does not match: unless context.time.businessHours == \
            Clinical::BusinessHours::"within" (it is true)
              for other principals, actions or resources: physicians-read, exporters""");
  }

  @Test
  void allFailuresAndPoliciesThatNoRowExercisesAreReportedTogether() {
    PolicyTable table =
        table(
            "| one | nurse | yes | Mon 12:00 | read | Patient | p1 | permit | mfa |",
            "| two | physician | yes | Mon 12:00 | read | Patient | p1 | deny | mfa |",
            "| three | physician | yes | Mon 12:00 | read | Patient | p1 | permit |"
                + " physicians-read |");

    assertThatThrownBy(() -> table.check(policies, "exporters"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cases.md:3: one\n")
        .hasMessageContaining("cases.md:4: two\n")
        .hasMessageNotContaining("three")
        .hasMessageEndingWith(
            """
            policies and tests do not match:
              mfa: no test exercises it
              no-night-shift: no test exercises it""");
  }

  @Test
  void anUnknownWordIsAnErrorWithLineAndColumn() {
    Map<String, String> errors =
        Map.ofEntries(
            Map.entry(
                "| a | nurse | maybe | - | read | Patient | p1 | deny | mfa |",
                "column mfa: \"maybe\" is none of yes, no, phishing-resistant"),
            Map.entry(
                "| a | Dr. No! | yes | - | read | Patient | p1 | deny | mfa |",
                "column who: \"Dr. No!\" is no caller; write roles joined by +, or person, patient"
                    + " ID, service ROLE"),
            Map.entry(
                "| a | nurse | yes | noon | read | Patient | p1 | deny | mfa |",
                "column time: \"noon\" is no time; write as in Mon 22:00"),
            Map.entry(
                "| a | nurse | yes | Mon 25:00 | read | Patient | p1 | deny | mfa |",
                "column time: \"Mon 25:00\" is no time; write as in Mon 22:00"),
            Map.entry(
                "| a | nurse | yes | - | look | Patient | p1 | deny | mfa |",
                "column action: \"look\" is none of read, vread, update, patch, delete,"
                    + " history-instance, create, search-type, search-system, history-type,"
                    + " history-system, capabilities, batch, transaction, operation"),
            Map.entry(
                "| a | nurse | yes | - | LOOK /letters/7 | - | - | deny | mfa |",
                "column action: \"LOOK\" is none of "
                    + "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
            Map.entry(
                "| a | nurse | yes | - | GET /letters/7 | - | p1 | deny | mfa |",
                "column action: the path tells resource and patient: write - for them"),
            Map.entry(
                "| a | nurse | yes | - | read | - | - | deny | mfa |",
                "column resource: read is about a resource type: name it"),
            Map.entry(
                "| a | nurse | yes | - | batch | - | p1 | deny | mfa |",
                "column resource: a patient needs a resource type"),
            Map.entry(
                "| a | nurse | yes | - | read | Practitioner | p1 | deny | mfa |",
                "column resource: Practitioner is never part of a patient's record: ask without a"
                    + " patient"),
            Map.entry(
                "| a | nurse | yes | - | read | Patient | p1 | perhaps | mfa |",
                "column expected: \"perhaps\" is none of permit, deny"),
            Map.entry(
                "| a | nurse | yes | - | read | Patient | p1 | permit | - |",
                "column policy: a permit names the policies that permit it"),
            Map.entry(
                "| a |  | yes | - | read | Patient | p1 | permit | mfa |",
                "column who is needed; write - for nothing"),
            Map.entry(
                "| a | nurse | yes | - | read | Patient | p1 | permit |",
                "8 cells under 9 columns"));

    errors.forEach(
        (row, error) ->
            assertThatThrownBy(() -> table(row))
                .as(row)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cases.md:3: " + error));
  }

  @Test
  void anUnknownColumnIsAnError() {
    assertThatThrownBy(
            () ->
                PolicyTable.parse(
                    "cases.md",
                    """
                    | case | who | mood | action | resource | expected | policy |
                    |---|---|---|---|---|---|---|
                    | a | nurse | good | read | Patient | deny | - |
                    """))
        .hasMessage(
            "cases.md:3: there is no column \"mood\"; known are case, who, mfa, device, zone, app,"
                + " scopes, purpose, relationship, consent, risk, break-glass, time, action,"
                + " resource, patient, expected, policy, obligations");
    assertThatThrownBy(
            () ->
                PolicyTable.parse(
                    "cases.md",
                    """
                    | case | who | purpose | action | resource | expected | policy |
                    |---|---|---|---|---|---|---|
                    | a | nurse | SNOOP | read | Patient | deny | - |
                    """))
        .hasMessage("cases.md:3: column purpose: Clinical::Purpose has no word \"SNOOP\"");
  }

  @Test
  void aPageWithoutCasesIsAnError() {
    assertThatThrownBy(
            () -> PolicyTable.parse("empty.md", "| who | policy |\n|---|---|\n| a | b |"))
        .hasMessage("empty.md: no table of cases; its first column must be \"case\"");
    assertThatThrownBy(() -> PolicyTable.read(directory.resolve("absent.md")))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aNameStandsOnceUnderAHeading() {
    String row = "| a | nurse | yes | - | read | Patient | p1 | deny | mfa |";

    assertThatThrownBy(() -> table(row, row))
        .hasMessage("cases.md:4: column case: there is such a case already under this heading");
  }

  private static PolicyTable table(String... rows) {
    return PolicyTable.parse("cases.md", HEADER + String.join("\n", rows));
  }
}
