package org.ztclinical.fhirclient;

/**
 * Where a client's access token comes from: one source for each session, be it a user who launched
 * the application or the application itself as a back-end service. Implementations are safe for use
 * by many threads and bound the time they take.
 */
public interface TokenSource {
  /** The token to use now, together with what was granted with it. */
  AccessToken token() throws TokenUnavailableException;

  /**
   * The server answered 401 to this token: the next call of {@link #token()} shall not give it
   * again if another can be had. Ignored when the source has moved on to another token already.
   */
  void forget(AccessToken refused);

  /** Always this token, until it ends or the server refuses it; for tests and short jobs. */
  static TokenSource fixed(AccessToken token) {
    return new FixedTokenSource(token);
  }
}
