package org.ztclinical.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an answer that is none says about when to come again. */
class HttpStatusExceptionTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  private static Optional<Duration> told(int status, String retryAfter) {
    HttpHeaders headers =
        HttpHeaders.of(Map.of("Retry-After", List.of(retryAfter)), (name, value) -> true);
    return HttpStatusException.of(status, headers, NOW).retryAfter();
  }

  @Test
  void secondsAndDatesAreUnderstoodAndNothingElse() {
    assertThat(told(503, "120")).contains(Duration.ofMinutes(2));
    assertThat(told(429, "0")).contains(Duration.ZERO);
    assertThat(told(503, "Sun, 1 Mar 2026 08:01:00 GMT")).contains(Duration.ofMinutes(1));
    for (String other :
        List.of("", "-1", "1.5", "soon", "9999999999", "Sun, 1 Mar 2026 07:59:00 GMT")) {
      assertThat(told(503, other)).as(other).isEmpty();
    }
    assertThat(told(500, "120")).as("of another status").isEmpty();
  }
}
