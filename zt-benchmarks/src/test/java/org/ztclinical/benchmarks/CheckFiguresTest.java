package org.ztclinical.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckFiguresTest {
  @Test
  void everyLineIsMeasuredAndAllServersAnswerAlike() throws Exception {
    String table = CheckFigures.take(true);

    assertThat(table.lines()).hasSize(8);
    assertThat(table).contains("AuthorizationInterceptor").contains("Jackson reading");
  }
}
