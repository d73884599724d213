package org.ztclinical.token;

/** Where the keys of one issuer come from. Implementations are safe for use by many threads. */
interface IssuerKeys {
  /** The keys to verify with now; waits a bounded time where there are none yet. */
  KeySet current() throws KeysUnavailableException;

  /**
   * The keys to look in once more after {@code seen} did not have the one a token names: newer ones
   * if they can be had soon, {@code seen} if it is too early to ask again.
   */
  KeySet afterUnknownKey(KeySet seen) throws KeysUnavailableException;

  /** Whether what was verified with {@code keys} still holds. Never waits. */
  boolean isCurrent(KeySet keys);

  KeysHealth health();
}
