package org.ztclinical.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that a server gives out and knows again without keeping them (RFC 9449 §9): the time they
 * were made and a MAC over it. They show that a proof was made lately, by a client that this server
 * (or one with the same key) answered; not that it was used once. Safe for use by many threads.
 */
public final class DpopNonces {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] PURPOSE = "zt dpop nonce 1".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_BYTES = 32;
  private static final int MAC_BYTES = 16;
  private static final int LENGTH = (Long.BYTES + MAC_BYTES) * 4 / 3;

  /** A nonce stays the same for a tenth of its life, so that not every answer brings a new one. */
  private static final int STEPS = 10;

  private final SecretKeySpec key;
  private final long life;
  private final long step;
  private final long skew;
  private final InstantSource clock;
  private volatile Made latest = new Made(-1, "");

  private DpopNonces(byte[] key, Duration life, Duration skew, InstantSource clock) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.life = life.toSeconds();
    this.step = Math.max(1, this.life / STEPS);
    this.skew = skew.toSeconds();
    this.clock = new ForwardClock(clock);
  }

  /** Nonces of this process alone: another instance, or this one restarted, gives out its own. */
  public static DpopNonces ofThisProcess(Duration life, Duration skew, InstantSource clock) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new DpopNonces(key, life, skew, clock);
  }

  /**
   * Nonces that all instances know who share the key.
   *
   * @param key 32 random bytes at least
   * @param life how long one is good, at least 10 seconds
   * @param skew how far the clocks of instances may differ
   */
  public static DpopNonces sharing(byte[] key, Duration life, Duration skew, InstantSource clock) {
    if (key.length < KEY_BYTES) {
      throw new IllegalArgumentException("a key for nonces has at least 32 bytes");
    }
    return new DpopNonces(key.clone(), life, skew, clock);
  }

  /** The nonce to give out now. */
  public String current() {
    long made = clock.millis() / 1_000 / step * step;
    Made known = latest;
    if (known.at == made) {
      return known.text;
    }
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(made));
    latest = new Made(made, text);
    return text;
  }

  /** Whether it was given out by someone with this key, and lately enough. */
  boolean isGood(String nonce) {
    byte[] bytes = nonce.length() == LENGTH ? Base64Url.decode(nonce, 0, LENGTH) : null;
    if (bytes == null) {
      return false;
    }
    long made = ByteBuffer.wrap(bytes).getLong();
    long now = clock.millis() / 1_000;
    boolean timely = made >= now - life - skew && made <= now + skew;
    return timely && MessageDigest.isEqual(bytes, bytes(made));
  }

  private byte[] bytes(long made) {
    ByteBuffer out = ByteBuffer.allocate(Long.BYTES + MAC_BYTES).putLong(made);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(PURPOSE);
      byte[] full = mac.doFinal(Arrays.copyOf(out.array(), Long.BYTES));
      return out.put(full, 0, MAC_BYTES).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static final class Made {
    private final long at;
    private final String text;

    Made(long at, String text) {
      this.at = at;
      this.text = Objects.requireNonNull(text);
    }
  }

  @Override
  public String toString() {
    return "DpopNonces [redacted]";
  }
}
