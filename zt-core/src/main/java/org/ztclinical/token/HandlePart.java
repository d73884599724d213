package org.ztclinical.token;

/** By what a token can be ended, besides its issuer. */
public enum HandlePart {
  /** {@code jti}: this token. */
  TOKEN(1),
  /** {@code sid}: all tokens of a login (OIDC Back-Channel Logout §2.1). */
  SESSION(2),
  /** {@code sub}: all tokens of a user. */
  SUBJECT(4),
  /** {@code client_id}: all tokens of an application. */
  CLIENT(8),
  /** {@code device_id}, or {@code deviceid} where that is absent: all tokens used on a machine. */
  DEVICE(16),
  /** {@code kid} of the key that verified the token: all that it signed. */
  KEY(32);

  private final int bit;

  HandlePart(int bit) {
    this.bit = bit;
  }

  /** A number of one bit, so that several parts are a number, too. */
  public int bit() {
    return bit;
  }
}
