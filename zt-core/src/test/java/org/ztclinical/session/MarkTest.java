package org.ztclinical.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ztclinical.token.Handle;
import org.ztclinical.token.HandlePart;

class MarkTest {
  private static final String ISSUER = "https://issuer.example";
  private static final Handle HANDLE = Handle.of(ISSUER, Map.of(HandlePart.SUBJECT, "a"));

  @Test
  void marksSayTheSameInWhateverOrderTheyAreLearned() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 1_000; round++) {
      List<Mark> marks = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        marks.add(
            mark(
                RevocationReason.TERMINATED,
                random.nextInt(3),
                random.nextBoolean(),
                random.nextInt(9)));
      }
      Mark one = marks.stream().reduce(Mark::merge).orElseThrow();
      Collections.shuffle(marks, random);
      marks.addAll(marks);

      assertThat(marks.stream().reduce(Mark::merge)).as("seed " + seed).contains(one);
    }
  }

  @Test
  void anOlderEventUndoesNoNewerOneAndOfTheSameMomentTheWorseCounts() {
    Mark bad = mark(RevocationReason.DEVICE_NOT_COMPLIANT, 10, true, 100);
    Mark goodBefore = mark(RevocationReason.DEVICE_NOT_COMPLIANT, 9, false, 100);
    Mark goodThen = mark(RevocationReason.DEVICE_NOT_COMPLIANT, 10, false, 100);
    Mark goodAfter = mark(RevocationReason.DEVICE_NOT_COMPLIANT, 11, false, 100);

    assertThat(bad.merge(goodBefore).refuses()).isTrue();
    assertThat(goodBefore.merge(bad).refuses()).isTrue();
    assertThat(bad.merge(goodThen).refuses()).isTrue();
    assertThat(goodThen.merge(bad).refuses()).isTrue();
    assertThat(goodAfter.merge(bad).refuses()).isFalse();
  }

  @Test
  void aMarkIsReadAsItWasWritten() {
    Mark mark = mark(RevocationReason.LOGGED_OUT, Mark.FOR_EVER, true, 1_700_000_000_000L);

    assertThat(Mark.parse(mark.text())).contains(mark);
    assertThat(mark.text()).doesNotContain("\n").hasSizeLessThan(900);
    for (String other :
        List.of("", "x", mark.text() + " x", mark.text().replace("UNTIL", "EVER"))) {
      assertThat(Mark.parse(other)).as(other).isEmpty();
    }
    assertThat(Mark.parse(mark.text().replace("LOGGED_OUT", "OF_A_NEWER_VERSION")))
        .map(Mark::why)
        .contains(RevocationReason.TERMINATED);
  }

  private static Mark mark(RevocationReason why, long at, boolean refuses, long end) {
    return new Mark(
        Mark.Kind.UNTIL, HandlePart.SUBJECT.bit(), HANDLE, ISSUER, why, at, refuses, end);
  }
}
