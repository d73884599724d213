package org.ztclinical.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes the pseudonyms that stand in audit records. Whoever holds the key can compute the
 * pseudonym of a given patient and search the log for it; nobody can go from a pseudonym back to an
 * identifier. Plain hashes are not used because record numbers can be enumerated. Thread-safe;
 * prints nothing of the key.
 *
 * <p>The input of the HMAC is the kind, the system and the identifier, each preceded by its length,
 * so that no two different inputs read alike.
 */
public final class Pseudonyms {
  /** Fewest bytes of a key. */
  public static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final Mac keyed;

  private Pseudonyms(Mac keyed) {
    this.keyed = keyed;
  }

  /**
   * Pseudonyms under a key.
   *
   * @throws IllegalArgumentException for fewer than {@value #KEY_BYTES} bytes
   */
  public static Pseudonyms withKey(byte[] key) {
    if (key.length < KEY_BYTES) {
      throw new IllegalArgumentException("a pseudonym key has at least " + KEY_BYTES + " bytes");
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      // The key stays inside the Mac; each computation works on a copy.
      return new Pseudonyms((Mac) mac.clone());
    } catch (GeneralSecurityException | CloneNotSupportedException e) {
      throw new IllegalStateException("the Java platform has no cloneable " + ALGORITHM, e);
    }
  }

  /** A patient of the protected server: the same as {@code resource("Patient", id)}. */
  public Pseudonym patient(String id) {
    return resource("Patient", id);
  }

  /** A resource of the protected server, by its type and logical id. */
  public Pseudonym resource(String type, String id) {
    return resource("", type, id);
  }

  /**
   * A resource of a named other server.
   *
   * @param system the server's base; empty for the protected server itself
   */
  public Pseudonym resource(String system, String type, String id) {
    return of("resource/" + type, system, id);
  }

  /** Who a token speaks for: {@code iss} and {@code sub}. */
  public Pseudonym subject(String issuer, String subject) {
    return of("subject", issuer, subject);
  }

  /** One token: {@code iss} and {@code jti}. */
  public Pseudonym token(String issuer, String tokenId) {
    return of("token", issuer, tokenId);
  }

  /** A network address, which HIPAA counts among identifiers (45 CFR 164.514(b)(2)(i)(O)). */
  public Pseudonym address(String address) {
    return of("address", "", address.toLowerCase(Locale.ROOT));
  }

  private Pseudonym of(String kind, String system, String id) {
    Mac mac = copy();
    update(mac, kind);
    update(mac, system);
    update(mac, id);
    ByteBuffer result = ByteBuffer.wrap(mac.doFinal());
    return new Pseudonym(result.getLong(), result.getLong());
  }

  private Mac copy() {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void update(Mac mac, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    mac.update(bytes);
  }

  @Override
  public String toString() {
    return "pseudonyms [redacted]";
  }
}
