package org.ztclinical.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that does not run backwards: a token that was seen to expire does not come alive again
 * when the machine's clock is set back. A step back of more than an hour is taken for the repair of
 * a clock that was wrong, and followed. Who judges tokens and who ends them share one instance, so
 * that none seems to be issued after its end. Safe for use by many threads.
 */
public final class ForwardClock implements InstantSource {
  private static final long REPAIR = Duration.ofHours(1).toMillis();

  private final InstantSource clock;
  private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);

  /** What this clock says, as long as that does not run backwards. */
  public ForwardClock(InstantSource clock) {
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
