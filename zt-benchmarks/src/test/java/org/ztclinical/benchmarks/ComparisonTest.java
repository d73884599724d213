package org.ztclinical.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.benchmarks.Comparison.Target;

class ComparisonTest {
  @Test
  void aHigherRatioThanPromisedIsShownAsMissed() {
    assertThat(Target.ratio(1.6).cells(1.61, 1)).isEqualTo("≤ 1.6 × | **no**");
    assertThat(Target.ratio(1.6).cells(1.59, 1)).isEqualTo("≤ 1.6 × | yes");
  }

  @Test
  void aLongerTimeThanPromisedIsShownAsMissed() {
    assertThat(Target.micros(10).cells(1, 10.1)).isEqualTo("< 10 µs | **no**");
    assertThat(Target.micros(10).cells(100, 9.9)).isEqualTo("< 10 µs | yes");
  }

  @Test
  void withoutAPromiseNothingIsMet() {
    assertThat(Target.none().cells(1, 1)).isEqualTo("none | –");
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(Median.of(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(new Median(3, 1, 9));
    assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Median(2, 1, 9));
    assertThatThrownBy(() -> Median.of(List.of())).hasMessage("nothing was measured");
  }
}
