package org.ztclinical.token;

import java.util.Optional;

/** Keys out of the configuration; they never change. */
record FixedKeys(String issuer, KeySet current) implements IssuerKeys {
  @Override
  public KeySet afterUnknownKey(KeySet seen) {
    return current;
  }

  @Override
  public boolean isCurrent(KeySet keys) {
    return keys == current;
  }

  @Override
  public KeysHealth health() {
    return new KeysHealth(
        issuer, KeysHealth.State.FIXED, current.size(), Optional.empty(), Optional.empty());
  }
}
