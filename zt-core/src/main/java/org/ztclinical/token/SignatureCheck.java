package org.ztclinical.token;

/** Verifies signatures with the keys of one issuer. Safe for use by many threads. */
record SignatureCheck(IssuerKeys keys) {
  /**
   * Which key verified a signature.
   *
   * @param keys the set it is in
   */
  record Verified(KeySet keys, VerificationKey key) {}

  Verified verify(CompactToken token, TokenHeader header)
      throws TokenRejectedException, KeysUnavailableException {
    KeySet set = keys.current();
    String keyId = header.keyId().orElse(null);
    if (keyId != null && !set.knows(keyId)) {
      set = keys.afterUnknownKey(set);
    }
    for (VerificationKey key : set.candidates(header.keyId(), header.algorithm())) {
      if (key.verifies(header.algorithm(), token)) {
        return new Verified(set, key);
      }
    }
    throw new TokenRejectedException(TokenReason.SIGNATURE_INVALID);
  }
}
