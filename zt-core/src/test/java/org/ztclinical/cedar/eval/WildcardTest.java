package org.ztclinical.cedar.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.ast.Pattern;

/** What {@code like} matches, and what a hostile pattern can make it cost. */
class WildcardTest {
  private static final long SEED = Long.getLong("zt.mutations.seed", 20_260_313);

  @Test
  void matchesAsARegularExpressionOfTheSamePieces() {
    Random random = new Random(SEED);
    int matched = 0;
    for (int i = 0; i < 20_000; i++) {
      List<String> pieces =
          random.ints(1 + random.nextInt(4), 0, 4).mapToObj(n -> text(random, n)).toList();
      String text = text(random, random.nextInt(13));
      boolean expected =
          text.matches(
              pieces.stream()
                  .map(java.util.regex.Pattern::quote)
                  .collect(Collectors.joining(".*")));

      assertThat(new Wildcard(new Pattern(pieces)).matches(text))
          .as("seed %d, case %d: %s like %s", SEED, i, text, pieces)
          .isEqualTo(expected);
      matched += expected ? 1 : 0;
    }

    assertThat(matched).isBetween(1_000, 19_000);
  }

  @Test
  void hostilePatternsCostNoMoreThanTheirLength() {
    String text = "a".repeat(1_000_000);
    Wildcard longPiece = new Wildcard(new Pattern(List.of("", "a".repeat(100_000) + "b", "")));
    List<String> pieces = new ArrayList<>(Collections.nCopies(50_000, "a"));
    pieces.add(0, "");
    pieces.addAll(List.of("b", ""));
    Wildcard manyPieces = new Wildcard(new Pattern(pieces));

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThat(longPiece.matches(text)).isFalse();
          assertThat(manyPieces.matches(text)).isFalse();
        });
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(2)));
    }
    return text.toString();
  }
}
