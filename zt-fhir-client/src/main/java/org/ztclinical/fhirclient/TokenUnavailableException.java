package org.ztclinical.fhirclient;

/**
 * No access token could be had. The message names the cause in the words of this library or of
 * OAuth (RFC 6749 §5.2), never a token, key or assertion.
 */
public final class TokenUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a token source gave none. */
  public enum Cause {
    /** The token endpoint could not be reached or did not answer in time; it may later. */
    UNREACHABLE,
    /** The authorization server refused (RFC 6749 §5.2). */
    REFUSED,
    /** The token response breaks a rule of RFC 6749 §5.1 or SMART App Launch 2.2. */
    MALFORMED,
    /** The token ended and this source cannot get another. */
    ENDED
  }

  private final Cause kind;

  /** A failure; the message names what to look at and holds nothing of a token. */
  public TokenUnavailableException(Cause kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Why. */
  public Cause kind() {
    return kind;
  }
}
