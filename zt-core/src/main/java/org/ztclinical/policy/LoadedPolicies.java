package org.ztclinical.policy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ztclinical.cedar.Authorizer;

/**
 * One generation of policies, parsed, validated and ready to decide. A decision is made by exactly
 * one. Immutable and safe for use by many threads.
 */
final class LoadedPolicies {
  private final Authorizer authorizer;
  private final Map<String, PolicyTerms> terms;
  private final boolean forbidsLookAtResource;
  private final List<String> warnings;

  LoadedPolicies(
      Authorizer authorizer,
      Map<String, PolicyTerms> terms,
      boolean forbidsLookAtResource,
      List<String> warnings) {
    this.authorizer = Objects.requireNonNull(authorizer, "authorizer");
    this.terms = Map.copyOf(terms);
    this.forbidsLookAtResource = forbidsLookAtResource;
    this.warnings = List.copyOf(warnings);
  }

  Authorizer authorizer() {
    return authorizer;
  }

  /** What a policy says beside its condition. */
  PolicyTerms terms(String id) {
    PolicyTerms found = terms.get(id);
    if (found == null) {
      throw new IllegalStateException("every policy that decides was read");
    }
    return found;
  }

  /** Whether a forbid can tell two resources of one type apart. */
  boolean forbidsLookAtResource() {
    return forbidsLookAtResource;
  }

  /** What the validator thinks worth a second look: file, line, sentence. */
  List<String> warnings() {
    return warnings;
  }

  int size() {
    return terms.size();
  }

  @Override
  public String toString() {
    return size() + " policies";
  }
}
