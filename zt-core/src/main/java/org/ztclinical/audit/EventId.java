package org.ztclinical.audit;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The id of one audited event, 128 bits, unique without coordination: eight random bytes drawn when
 * the process started, and a scrambled counter. It says nothing about its event and may be shown to
 * a caller as a reference.
 *
 * @param high the process's part
 * @param low the event's part
 */
public record EventId(long high, long low) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long PROCESS = RANDOM.nextLong();
  private static final AtomicLong COUNTER = new AtomicLong(RANDOM.nextLong());

  /** A fresh id. */
  public static EventId create() {
    return new EventId(PROCESS, scramble(COUNTER.getAndIncrement()));
  }

  /**
   * Reads what {@link #toString()} printed.
   *
   * @throws IllegalArgumentException unless it is 32 hexadecimal digits
   */
  public static EventId parse(String text) {
    return new EventId(Hex.high(text), Hex.low(text));
  }

  /** A bijection (Stafford's variant 13), so distinct counters stay distinct. */
  private static long scramble(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Thirty-two lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return Hex.of(high, low);
  }
}
