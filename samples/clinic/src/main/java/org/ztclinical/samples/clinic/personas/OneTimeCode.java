package org.ztclinical.samples.clinic.personas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The time-based one-time codes that authenticator apps show (RFC 6238: HMAC-SHA-1, 30 seconds, six
 * digits). Codes of the step before and after are accepted, as clocks differ.
 */
public final class OneTimeCode {
  private static final long STEP_SECONDS = 30;
  private static final int DIGITS_MODULUS = 1_000_000;

  private final byte[] secret;

  private OneTimeCode(byte[] secret) {
    this.secret = secret;
  }

  /**
   * Makes the generator for a secret.
   *
   * @param base32 the secret as authenticator apps take it (RFC 4648 §6, no padding)
   */
  public static OneTimeCode ofBase32(String base32) {
    ByteBuffer bytes = ByteBuffer.allocate(base32.length() * 5 / 8);
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < base32.length(); i++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(i));
      if (value < 0) {
        throw new IllegalArgumentException("a one-time code secret is Base32: A to Z and 2 to 7");
      }
      buffer = (buffer << 5) | value;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.put((byte) (buffer >> bits));
      }
    }
    return new OneTimeCode(bytes.array());
  }

  /** The six digits of this moment. */
  public String at(Instant moment) {
    return code(moment.getEpochSecond() / STEP_SECONDS);
  }

  /** Whether the digits are those of this moment, or of the step before or after. */
  public boolean accepts(String digits, Instant moment) {
    long step = moment.getEpochSecond() / STEP_SECONDS;
    boolean matches = false;
    for (long candidate = step - 1; candidate <= step + 1; candidate++) {
      matches |=
          MessageDigest.isEqual(
              code(candidate).getBytes(StandardCharsets.UTF_8),
              digits.getBytes(StandardCharsets.UTF_8));
    }
    return matches;
  }

  private String code(long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0x0f;
      int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
      return String.format(Locale.ROOT, "%06d", number % DIGITS_MODULUS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HMAC-SHA-1", e);
    }
  }

  @Override
  public String toString() {
    return "OneTimeCode[redacted]";
  }
}
