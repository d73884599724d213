package org.ztclinical.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckFiguresTest {
  @Test
  void everyLineIsMeasuredAndBothServersAnswerAlike() throws Exception {
    String table = CheckFigures.take(true);

    assertThat(table.lines()).hasSize(7);
    assertThat(table).contains("AuthorizationInterceptor").contains("Jackson reading");
  }
}
