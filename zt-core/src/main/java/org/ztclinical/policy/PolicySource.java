package org.ztclinical.policy;

import java.nio.file.Path;
import java.util.List;

/**
 * Where policies come from (NIST SP 800-207: the policy administration point). Read at start-up and
 * at each reload, by one thread at a time; an implementation bounds what it reads.
 */
public interface PolicySource {
  /** All files, in a stable order. */
  List<PolicyText> read() throws PolicyLoadException;

  /**
   * Called when what was read last is about to decide, and is good. A source that refuses to go
   * back remembers it here; when it cannot, the policies are not used.
   */
  default void use() throws PolicyLoadException {}

  /** What it is, in a few words for logs; no secret. */
  String describe();

  /**
   * All files {@code *.cedar} of a directory, in the order of their names. Links that lead out of
   * it are refused, and so is an empty directory.
   */
  static PolicySource directory(Path directory) {
    return DirectoryPolicies.in(directory);
  }

  /** Files that lie on the class path beside a class, as in {@code policies/clinic.cedar}. */
  static PolicySource classPath(Class<?> beside, String... names) {
    return new ClassPathPolicies(beside, List.of(names));
  }

  /** These texts, for tests and for policies that an application keeps itself. */
  static PolicySource of(PolicyText... texts) {
    return new GivenTexts(List.of(texts));
  }
}
