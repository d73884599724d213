package org.ztclinical.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a transmitter is left alone. */
class EventPollingPauseTest {
  private static final Duration BACK_OFF = Duration.ofSeconds(8);

  @Test
  void itIsAsLongAsTheTransmitterWantsWithinBounds() {
    assertThat(EventPolling.atLeast(BACK_OFF, Optional.empty())).isEqualTo(BACK_OFF);
    assertThat(EventPolling.atLeast(BACK_OFF, Optional.of(Duration.ZERO))).isEqualTo(BACK_OFF);
    assertThat(EventPolling.atLeast(BACK_OFF, Optional.of(Duration.ofSeconds(90))))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(EventPolling.atLeast(BACK_OFF, Optional.of(Duration.ofSeconds(999_999_999))))
        .isEqualTo(Duration.ofMinutes(10));
  }
}
