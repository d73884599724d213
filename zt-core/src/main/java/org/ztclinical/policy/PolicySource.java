package org.ztclinical.policy;

import java.util.List;

/**
 * Where policies come from (NIST SP 800-207: the policy administration point). Read at start-up and
 * at each reload, by one thread at a time; an implementation bounds what it reads.
 */
public interface PolicySource {
  /** All files, in a stable order. */
  List<PolicyText> read() throws PolicyLoadException;

  /** What it is, in a few words for logs; no secret. */
  String describe();

  /** These texts, for tests and for policies that an application keeps itself. */
  static PolicySource of(PolicyText... texts) {
    return new GivenTexts(List.of(texts));
  }
}
