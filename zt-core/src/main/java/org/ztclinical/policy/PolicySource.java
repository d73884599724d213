package org.ztclinical.policy;

import java.nio.file.Path;
import java.time.Duration;
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
   *
   * <p>They are read when names, sizes and times have not changed for one second, at start-up as
   * well as at a reload, so that a set is not read while half of it is copied. What changed a
   * moment ago is waited for; what goes on changing for 20 looks is refused.
   */
  static PolicySource directory(Path directory) {
    return directory(directory, DirectoryPolicies.STANDARD_SETTLE);
  }

  /**
   * The same, when nothing has changed for this time.
   *
   * @param settle longer than the pauses of whatever puts the files there, at most one minute; zero
   *     sees only what changes while they are read
   */
  static PolicySource directory(Path directory, Duration settle) {
    return DirectoryPolicies.in(directory, settle);
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
