package org.ztclinical.signal;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A verified logout token: the issuer has ended a login. Prints nothing of it.
 *
 * @param issuer whose login
 * @param id the {@code jti}
 * @param issuedAt when it was said
 * @param subject the user; with no session, all logins of this user
 * @param session the login
 * @param keyId the key that signed it
 */
public record LogoutToken(
    String issuer,
    String id,
    Instant issuedAt,
    Optional<String> subject,
    Optional<String> session,
    Optional<String> keyId) {
  public LogoutToken {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(issuedAt, "issuedAt");
    Objects.requireNonNull(keyId, "keyId");
    if (subject.isEmpty() && session.isEmpty()) {
      throw new IllegalArgumentException("a logout token names a user or a login");
    }
  }

  @Override
  public String toString() {
    return "LogoutToken [redacted]";
  }
}
