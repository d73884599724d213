package org.ztclinical.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when told to. Safe for use by many threads. */
public final class ManualClock implements InstantSource {
  private volatile Instant now;

  private ManualClock(Instant start) {
    this.now = start;
  }

  /** A clock that stands at a fixed moment, the same in every test. */
  public static ManualClock create() {
    return at(Instant.parse("2026-03-02T08:00:00Z"));
  }

  /** A clock that stands at this moment. */
  public static ManualClock at(Instant start) {
    return new ManualClock(start);
  }

  /** Moves on, or back by a negative duration. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  /** Moves to this moment. */
  public synchronized void set(Instant moment) {
    now = moment;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public String toString() {
    return "ManualClock[" + now + "]";
  }
}
