package org.ztclinical.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
  private static final String RESOURCE = "resource/";

  /** Fewest bytes of a key. */
  public static final int KEY_BYTES = 32;

  /** More kinds and systems than any deployment has; further ones are computed each time. */
  private static final int MAX_KINDS = 1_024;

  private final KeyedHash keyed;
  private final Map<Named, Kind> kinds = new ConcurrentHashMap<>();

  private Pseudonyms(KeyedHash keyed) {
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
    return new Pseudonyms(KeyedHash.of(key));
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
    return resources(system, type).of(id);
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

  /**
   * For the many resources of one answer.
   *
   * @param system the server's base; empty for the protected server itself
   */
  public ResourcePseudonyms resourcesOf(String system) {
    return new ResourcePseudonyms(this, system);
  }

  /** For many resources of one type. */
  Kind resources(String system, String type) {
    return kind(RESOURCE, type, system);
  }

  private Pseudonym of(String kind, String system, String id) {
    return kind(kind, "", system).of(id);
  }

  private Kind kind(String kind, String type, String system) {
    Named named = new Named(kind, type, system);
    Kind known = kinds.get(named);
    if (known != null) {
      return known;
    }
    Kind computed = computed(named);
    if (kinds.size() < MAX_KINDS) {
      kinds.put(named, computed);
    }
    return computed;
  }

  private Kind computed(Named named) {
    byte[] name = utf8(named.kind() + named.type());
    byte[] base = utf8(named.system());
    return new Kind(
        keyed.after(
            ByteBuffer.allocate(2 * Integer.BYTES + name.length + base.length)
                .putInt(name.length)
                .put(name)
                .putInt(base.length)
                .put(base)
                .array()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What the pseudonyms of a kind have in common; says nothing of anybody. */
  private record Named(String kind, String type, String system) {}

  /** The pseudonyms of one kind in one system. */
  static final class Kind {
    private final KeyedHash keyed;

    private Kind(KeyedHash keyed) {
      this.keyed = keyed;
    }

    Pseudonym of(String id) {
      byte[] text = utf8(id);
      int length = text.length;
      byte[] prefix = {
        (byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length
      };
      ByteBuffer result = ByteBuffer.wrap(keyed.of(prefix, text));
      return new Pseudonym(result.getLong(), result.getLong());
    }
  }

  @Override
  public String toString() {
    return "pseudonyms [redacted]";
  }
}
