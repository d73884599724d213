package org.ztclinical.request;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one credential of a request, or none. Prints nothing of it. Immutable. */
public final class Credentials {
  private static final Credentials NONE = new Credentials(null);

  private final @Nullable String bearer;

  private Credentials(@Nullable String bearer) {
    this.bearer = bearer;
  }

  /** No credential was sent. */
  public static Credentials none() {
    return NONE;
  }

  /** A bearer token as received (RFC 6750 §2.1). */
  public static Credentials bearer(String token) {
    return new Credentials(Objects.requireNonNull(token, "token"));
  }

  /**
   * Reads an {@code Authorization} field value: the scheme {@code Bearer} in any letter case, one
   * space or more, a {@code b64token}.
   */
  public static Credentials parse(String authorization) throws RequestRefusedException {
    int space = authorization.indexOf(' ');
    String scheme = space < 0 ? authorization : authorization.substring(0, space);
    if (space < 0 || !scheme.equalsIgnoreCase("Bearer")) {
      throw new RequestRefusedException(RequestReason.CREDENTIAL_MALFORMED, "");
    }
    String token = authorization.substring(space + 1).strip();
    if (token.isEmpty() || !token.chars().allMatch(Credentials::isB64TokenCharacter)) {
      throw new RequestRefusedException(RequestReason.CREDENTIAL_MALFORMED, "");
    }
    return bearer(token);
  }

  /** The token, to be verified and never shown. */
  public Optional<String> token() {
    return Optional.ofNullable(bearer);
  }

  private static boolean isB64TokenCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~+/=".indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return bearer == null ? "no credential" : "bearer [redacted]";
  }
}
