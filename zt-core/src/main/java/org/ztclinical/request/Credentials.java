package org.ztclinical.request;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one credential of a request, or none, with the proofs of possession that came beside it.
 * Prints nothing of it. Immutable.
 *
 * <p>One instance stands for what arrived with one request: a proof is used up by the request that
 * it came with, so two requests have two instances, even where their text is the same.
 */
public final class Credentials {
  private final @Nullable Scheme scheme;
  private final String token;
  private final List<String> proofs;

  private Credentials(@Nullable Scheme scheme, String token, List<String> proofs) {
    this.scheme = scheme;
    this.token = token;
    this.proofs = List.copyOf(proofs);
  }

  /** How a token was presented. */
  public enum Scheme {
    /** Whoever holds it may use it (RFC 6750 §2.1), or the certificate of the connection shows. */
    BEARER,
    /** With a proof of the key that it is bound to (RFC 9449 §7.1). */
    DPOP;

    /** The scheme of this name in any letter case (RFC 9110 §11.1); empty when it is not ours. */
    public static Optional<Scheme> named(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "bearer" -> Optional.of(BEARER);
        case "dpop" -> Optional.of(DPOP);
        default -> Optional.empty();
      };
    }
  }

  /** No credential was sent. */
  public static Credentials none() {
    return new Credentials(null, "", List.of());
  }

  /** A bearer token as received (RFC 6750 §2.1). */
  public static Credentials bearer(String token) {
    return new Credentials(Scheme.BEARER, Objects.requireNonNull(token, "token"), List.of());
  }

  /** A token and its proof as received: the {@code Authorization} and the {@code DPoP} field. */
  public static Credentials dpop(String token, String proof) {
    return new Credentials(Scheme.DPOP, Objects.requireNonNull(token, "token"), List.of(proof));
  }

  /**
   * Reads an {@code Authorization} field value: the scheme {@code Bearer} or {@code DPoP} in any
   * letter case, one space or more, one word. A word that is spelled as no token can be is a bad
   * token (RFC 6750 §3.1, {@code invalid_token}), and for whoever verifies tokens to refuse.
   */
  public static Credentials parse(String authorization) throws RequestRefusedException {
    int space = authorization.indexOf(' ');
    Scheme scheme =
        Scheme.named(space < 0 ? authorization : authorization.substring(0, space)).orElse(null);
    if (space < 0 || scheme == null) {
      throw new RequestRefusedException(RequestReason.CREDENTIAL_MALFORMED, "");
    }
    String token = authorization.substring(space + 1).strip();
    if (token.isEmpty() || hasBlank(token)) {
      throw new RequestRefusedException(RequestReason.CREDENTIAL_MALFORMED, "");
    }
    return new Credentials(scheme, token, List.of());
  }

  private static boolean hasBlank(String token) {
    for (int i = 0; i < token.length(); i++) {
      if (Character.isWhitespace(token.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The same credential with the values of all {@code DPoP} fields, as they came; that there is
   * exactly one is asked where it is verified (RFC 9449 §4.3).
   */
  public Credentials withProofs(List<String> values) {
    return new Credentials(scheme, token, values);
  }

  /** How the token was presented; empty when there is none. */
  public Optional<Scheme> scheme() {
    return Optional.ofNullable(scheme);
  }

  /** The token, to be verified and never shown. */
  public Optional<String> token() {
    return scheme == null ? Optional.empty() : Optional.of(token);
  }

  /** The proofs that came with the request, to be verified and never shown. */
  public List<String> proofs() {
    return proofs;
  }

  @Override
  public String toString() {
    return scheme == null
        ? "no credential"
        : scheme.name().toLowerCase(Locale.ROOT) + " [redacted]";
  }
}
