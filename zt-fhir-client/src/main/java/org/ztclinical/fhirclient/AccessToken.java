package org.ztclinical.fhirclient;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.ztclinical.access.OutboundGrant;

/**
 * A bearer token for the remote server with what was granted along with it. The token is opaque: it
 * is never parsed (RFC 6749 §1.4), and never printed.
 */
public final class AccessToken {
  /** Longer tokens are refused: no server accepts a header of this size. */
  public static final int MAX_LENGTH = 16 * 1024;

  private static final Pattern B64TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final String value;
  private final OutboundGrant grant;
  private final Instant expiresAt;

  private AccessToken(String value, OutboundGrant grant, Instant expiresAt) {
    this.value = value;
    this.grant = Objects.requireNonNull(grant, "grant");
    this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
  }

  /**
   * A token.
   *
   * @param value as in {@code access_token}
   * @param grant what the token response granted, which may be less than what was asked for
   * @param expiresAt when the token ends; it is not sent afterwards
   * @throws IllegalArgumentException when the value is not a {@code b64token} (RFC 6750 §2.1)
   */
  public static AccessToken of(String value, OutboundGrant grant, Instant expiresAt) {
    if (value.length() > MAX_LENGTH || !B64TOKEN.matcher(value).matches()) {
      throw new IllegalArgumentException("an access token is a b64token of at most 16 KiB");
    }
    return new AccessToken(value, grant, expiresAt);
  }

  /** The secret itself; read where it is sent and nowhere else. */
  String value() {
    return value;
  }

  /** What was granted: scopes and launch context of the token response. */
  public OutboundGrant grant() {
    return grant;
  }

  /** When the token ends. */
  public Instant expiresAt() {
    return expiresAt;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof AccessToken other && value.equals(other.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "access token [redacted] until " + expiresAt;
  }
}
