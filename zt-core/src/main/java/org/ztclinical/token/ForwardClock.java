package org.ztclinical.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that does not run backwards: a token that was seen to expire does not come alive again
 * when the machine's clock is set back. A step back of more than an hour is taken for the repair of
 * a clock that was wrong, and followed.
 */
final class ForwardClock implements InstantSource {
  private static final long REPAIR = Duration.ofHours(1).toMillis();

  private final InstantSource clock;
  private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);

  ForwardClock(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public long millis() {
    long now = clock.millis();
    long seen = latest.get();
    if (seen > now && seen - now <= REPAIR) {
      return seen;
    }
    if (seen != now) {
      latest.compareAndSet(seen, now);
    }
    return now;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }
}
