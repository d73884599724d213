package org.ztclinical.cedar.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.RandomPolicies;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** Policies with a few characters or words changed: an error that knows its place, or a policy. */
class PolicyMutationTest {
  private static final int RUNS = 8_000;
  private static final List<String> PARTS =
      List.of(
          "principal",
          "resource",
          "permit",
          "when",
          "if ",
          "then ",
          " else ",
          " in ",
          " is ",
          " has ",
          " like ",
          "true",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          ",",
          ";",
          ":",
          "::",
          ".",
          "==",
          "<=",
          "&&",
          "||",
          "!",
          "-",
          "+",
          "*",
          "/",
          "%",
          "=",
          "@",
          "?principal",
          "\"a\"",
          "\"\\*\"",
          "9223372036854775808",
          "ip(",
          ".contains(",
          "__cedar",
          "A::\"x\"",
          "// c\n",
          "\r",
          "\\",
          "\"",
          "\u00a0",
          "\ufeff",
          "\ud83d",
          "\0");

  @Test
  void mutatedPolicyIsRejectedAtAPlaceOrReadsBackAsItself() throws CedarSyntaxException {
    int parsed = 0;
    for (long seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      String text = mutated(PolicyPrinter.print(RandomPolicies.seeded(seed).policy("p")), random);
      try {
        PolicySet policies = PolicyParser.parse(text);
        parsed++;
        assertThat(PolicyParser.parse(PolicyPrinter.print(policies)))
            .as("seed %d:%n%s", seed, text)
            .isEqualTo(policies);
      } catch (CedarSyntaxException e) {
        assertPlace(e, text, seed);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
    }

    assertThat(parsed).isBetween(RUNS / 100, RUNS);
  }

  /** The offset, the line and the column of an error tell the same place. */
  private static void assertPlace(CedarSyntaxException error, String text, long seed) {
    int lineStart = error.at().start() - (error.at().column() - 1);
    assertThat(lineStart).as("seed %d: %s", seed, error.getMessage()).isBetween(0, text.length());
    assertThat(lineStart == 0 || "\r\n".indexOf(text.charAt(lineStart - 1)) >= 0)
        .as("seed %d: %s", seed, error.getMessage())
        .isTrue();
    long breaks =
        text.substring(0, lineStart)
            .replace("\r\n", "\n")
            .chars()
            .filter(PolicyMutationTest::breaks)
            .count();
    assertThat(error.at().line()).as("seed %d: %s", seed, error.getMessage()).isEqualTo(breaks + 1);
  }

  private static boolean breaks(int c) {
    return c == '\n' || c == '\r';
  }

  private static String mutated(String policy, Random random) {
    StringBuilder text = new StringBuilder(policy);
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + 1 + random.nextInt(8));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, PARTS.get(random.nextInt(PARTS.size())));
        case 1 -> text.replace(at, end, PARTS.get(random.nextInt(PARTS.size())));
        case 2 -> text.insert(at, text.substring(at, end));
        default -> text.delete(at, Math.min(end, text.length() - 1));
      }
    }
    return text.toString();
  }
}
