package org.ztclinical.fhirclient;

/**
 * Asks an authorization server for a token: one exchange with a token endpoint, by whatever grant.
 * {@link RefreshingTokenSource} calls it from one thread at a time.
 */
@FunctionalInterface
public interface TokenRequest {
  /** A new token. Bounds the time it takes. */
  AccessToken request() throws TokenUnavailableException;
}
