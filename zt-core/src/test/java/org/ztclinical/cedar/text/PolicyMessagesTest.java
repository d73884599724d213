package org.ztclinical.cedar.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** What authors are told: the table {@code policy-messages.txt}, and how a message looks. */
class PolicyMessagesTest {
  /** A row of the table. */
  record Row(String kind, String text, String fault, String message) {
    @Override
    public String toString() {
      return text;
    }
  }

  static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> lines = lines();
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      int colon = lines.get(i).indexOf(": ");
      String told = lines.get(i + 1).strip();
      int blank = told.indexOf(' ');
      rows.add(
          new Row(
              lines.get(i).substring(0, colon),
              lines.get(i).substring(colon + 2),
              told.substring(0, blank),
              told.substring(blank + 1)));
    }
    return rows;
  }

  private static List<String> lines() throws IOException {
    try (InputStream in =
        PolicyMessagesTest.class.getResourceAsStream("/cedar/policy-messages.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyMistakeIsNamedAtItsPlaceWithItsRemedy(Row row) {
    CedarSyntaxException error = catchThrowableOfType(CedarSyntaxException.class, () -> parse(row));

    List<String> lines = error.getMessage().lines().toList();
    assertThat(lines.get(0)).isEqualTo("t:" + row.message());
    assertThat(error.fault()).hasToString(row.fault());
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).isEqualTo("  " + row.text());
    assertThat(lines.get(2)).isEqualTo(" ".repeat(error.at().column() + 1) + "^");
    assertThat(error.place()).isEqualTo("t:1:" + error.at().column());
  }

  @Test
  void theTableIsLong() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(100);
  }

  @Test
  void messageShowsTheLineOfAPolicyInAFile() {
    String text =
        """
        // who treats may read
        @id("treating-staff-read")
        permit (principal in Role::"treating", action, resource)
        when {
          context.mfa = true
        };
        """;

    assertThat(
            catchThrowableOfType(
                CedarSyntaxException.class,
                () -> PolicyParser.parse(text, "baseline.cedar", CedarLimits.defaults())))
        .hasMessage(
            """
            baseline.cedar:5:15: `=` is no operator; write `==`
                context.mfa = true
                            ^""");
  }

  private static void parse(Row row) throws CedarSyntaxException {
    CedarLimits limits = CedarLimits.defaults();
    switch (row.kind()) {
      case "expression" -> PolicyParser.parseExpression(row.text(), "t", limits);
      case "policies" -> PolicyParser.parse(row.text(), "t", limits);
      case "named" -> PolicyParser.parseNamed(row.text(), "t", limits);
      default -> throw new IllegalStateException(row.kind());
    }
  }
}
