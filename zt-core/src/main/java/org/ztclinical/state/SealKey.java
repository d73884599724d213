package org.ztclinical.state;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret with which an application's instances seal what they keep in a store that others can
 * write to: HMAC-SHA256. All instances have the same; the store does not have it. Immutable; prints
 * nothing of it.
 */
public final class SealKey {
  /** Fewest bytes of a key. */
  public static final int MIN_BYTES = 32;

  private static final int MAX_BYTES = 1024;
  private static final int MAX_FORMER = 4;
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;
  private final List<SecretKeySpec> accepted;

  private SealKey(SecretKeySpec key, List<SecretKeySpec> accepted) {
    this.key = key;
    this.accepted = List.copyOf(accepted);
  }

  /** A key of at least {@value #MIN_BYTES} random bytes; the array is copied. */
  public static SealKey of(byte[] secret) {
    SecretKeySpec key = spec(secret);
    return new SealKey(key, List.of(key));
  }

  /**
   * Seals with this key and still takes what was sealed with a former one, at most four: while keys
   * are changed, first all instances accept both, then all seal with the new one.
   */
  public SealKey accepting(byte[] former) {
    if (accepted.size() > MAX_FORMER) {
      throw new IllegalArgumentException("at most " + MAX_FORMER + " former keys");
    }
    List<SecretKeySpec> more = new ArrayList<>(accepted);
    more.add(spec(former));
    return new SealKey(key, more);
  }

  private static SecretKeySpec spec(byte[] secret) {
    if (secret.length < MIN_BYTES || secret.length > MAX_BYTES) {
      throw new IllegalArgumentException("a seal's key has 32 to 1024 random bytes");
    }
    return new SecretKeySpec(secret, HMAC);
  }

  /** The seal of this text: 43 characters. */
  String seal(String text) {
    return seal(key, text);
  }

  /** Whether this seal of the text was made with a key that counts. */
  boolean matches(String seal, String text) {
    byte[] given = seal.getBytes(StandardCharsets.UTF_8);
    boolean matches = false;
    for (SecretKeySpec one : accepted) {
      matches |= MessageDigest.isEqual(seal(one, text).getBytes(StandardCharsets.UTF_8), given);
    }
    return matches;
  }

  private static String seal(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] tag = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return "seal key [redacted]";
  }
}
