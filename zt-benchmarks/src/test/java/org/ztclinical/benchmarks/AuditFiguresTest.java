package org.ztclinical.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.audit.AuditConfig;
import org.ztclinical.audit.AuditLog;

class AuditFiguresTest {
  @TempDir Path folder;

  @Test
  void aLogWrittenByOneCallerHasOneRecordAForce() throws Exception {
    try (AuditLog log = AuditLog.open(AuditConfig.at(folder).segmentBytes(256 << 10).build())) {
      SampleDecisions decisions = new SampleDecisions(log.pseudonyms());
      for (int i = 0; i < 50; i++) {
        log.record(decisions.next());
      }

      LogShape shape = LogShape.of(folder);

      assertThat(shape.recordsAForce()).isEqualTo(1);
      assertThat(shape.recordBytes()).isBetween(100, 2_000);
    }
  }

  @Test
  void everyNumberOfProducersIsMeasured() throws Exception {
    String table = AuditFigures.take(folder, true);

    assertThat(table.lines().skip(2).map(line -> line.split("\\|")[1].strip()))
        .containsExactly("1", "16", "64");
  }
}
