package org.ztclinical.samples.clinic.synthea;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoadProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Instant now = Instant.EPOCH;

  @Test
  void fileGetsOneLineForEachTenth() {
    LoadProgress progress = progress(false);

    for (int done = 0; done <= 2000; done += 10) {
      now = now.plusSeconds(1);
      progress.show(done);
    }

    assertThat(text().lines()).hasSize(11);
    assertThat(text().lines().toList().get(5))
        .isEqualTo(
            "  loading patients [###############...............]  50 %  1,000 of 2,000 resources  1:41");
  }

  @Test
  void terminalGetsOneLineThatMoves() {
    LoadProgress progress = progress(true);

    progress.show(0);
    progress.show(1000);
    progress.show(2000);

    assertThat(text().chars().filter(c -> c == '\n').count()).isEqualTo(1);
    assertThat(text().chars().filter(c -> c == '\r').count()).isEqualTo(3);
    assertThat(text()).contains(" 50 %").contains("100 %");
  }

  private LoadProgress progress(boolean terminal) {
    return new LoadProgress(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, () -> now, 2000);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
