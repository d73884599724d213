package org.ztclinical.token;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * What a token is bound to, from its member {@code cnf} (RFC 7800 §3.1), whether that stood in the
 * token or in the answer of an introspection (RFC 8705 §3.2, RFC 9449 §6.2). Each that is there has
 * to be proven. Prints nothing of it.
 *
 * @param certificateThumbprint {@code x5t#S256}: SHA-256 of a client certificate (RFC 8705 §3.1)
 * @param keyThumbprint {@code jkt}: SHA-256 thumbprint of a public key (RFC 9449 §6.1)
 */
public record Confirmation(Optional<String> certificateThumbprint, Optional<String> keyThumbprint) {
  private static final Confirmation NONE = new Confirmation(Optional.empty(), Optional.empty());
  private static final String CERTIFICATE = "x5t#S256";
  private static final String KEY = "jkt";
  private static final Set<String> KNOWN = Set.of(CERTIFICATE, KEY);
  private static final String PROVEN_BY_DPOP = "DPoP";
  private static final int HASH_BYTES = 32;

  public Confirmation {
    Objects.requireNonNull(certificateThumbprint, "certificateThumbprint");
    Objects.requireNonNull(keyThumbprint, "keyThumbprint");
  }

  /** Of a token that is bound to nothing. */
  public static Confirmation none() {
    return NONE;
  }

  /**
   * Reads the member {@code cnf} of these claims. A member of it that we do not know is a condition
   * that we cannot prove, so it refuses the token; so does one that is not the SHA-256 it should
   * be, and a {@code cnf} that holds nothing.
   */
  static Confirmation of(JsonObject claims) throws TokenRejectedException {
    return of(claims, Set.of());
  }

  /**
   * The same of an issuer that adds in one of these members by what {@code jkt} is proven: {@code
   * DPoP} is what we ask for anyway, and anything else, or without {@code jkt}, refuses the token.
   */
  static Confirmation of(JsonObject claims, Set<String> types) throws TokenRejectedException {
    JsonValue value = claims.get("cnf");
    if (value == null) {
      return NONE;
    }
    if (!(value instanceof JsonObject cnf) || cnf.members().isEmpty()) {
      throw new TokenRejectedException(TokenReason.BINDING_MALFORMED);
    }
    for (String member : cnf.members().keySet()) {
      if (!KNOWN.contains(member) && !(types.contains(member) && provenByDpop(cnf, member))) {
        throw new TokenRejectedException(TokenReason.BINDING_UNKNOWN);
      }
    }
    return new Confirmation(hash(cnf, CERTIFICATE), hash(cnf, KEY));
  }

  private static boolean provenByDpop(JsonObject cnf, String member) {
    return cnf.get(KEY) != null
        && cnf.get(member) instanceof JsonString type
        && type.value().equals(PROVEN_BY_DPOP);
  }

  private static Optional<String> hash(JsonObject cnf, String name) throws TokenRejectedException {
    JsonValue value = cnf.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonString text) {
      byte[] bytes = Base64Url.decode(text.value(), 0, text.value().length());
      if (bytes != null && bytes.length == HASH_BYTES) {
        return Optional.of(text.value());
      }
    }
    throw new TokenRejectedException(TokenReason.BINDING_MALFORMED, name);
  }

  /** Whether there is anything to prove. */
  public boolean isBound() {
    return certificateThumbprint.isPresent() || keyThumbprint.isPresent();
  }

  @Override
  public String toString() {
    return isBound() ? "bound [redacted]" : "not bound";
  }
}
