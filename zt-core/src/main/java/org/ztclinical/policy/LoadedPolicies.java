package org.ztclinical.policy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ztclinical.cedar.Authorizer;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.value.EntityUid;

/**
 * One generation of policies, parsed, validated and ready to decide. A decision is made by exactly
 * one. Immutable and safe for use by many threads.
 */
final class LoadedPolicies {
  private final Authorizer authorizer;
  private final Map<String, PolicyTerms> terms;
  private final List<ScopeConstraint> discerned;
  private final List<RelationshipReads> relationships;
  private final Discerning discerning;
  private final List<String> warnings;

  /**
   * A generation.
   *
   * @param discerned of each forbid, and each permit that obliges to something, that can tell two
   *     resources of one type apart: whom it is about
   * @param relationships of each policy that reads what the user is to the patient
   */
  LoadedPolicies(
      Authorizer authorizer,
      Map<String, PolicyTerms> terms,
      List<ScopeConstraint> discerned,
      List<RelationshipReads> relationships,
      List<String> warnings) {
    this.authorizer = Objects.requireNonNull(authorizer, "authorizer");
    this.terms = Map.copyOf(terms);
    this.discerned = List.copyOf(discerned);
    this.relationships = List.copyOf(relationships);
    this.discerning = Discerning.of(authorizer.policies());
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

  /**
   * Whether two resources of one type may be denied or oblige differently to them, because a forbid
   * or a duty looks at the resource.
   */
  boolean mayDifferByResource(Circumstances circumstances) {
    return discerned.stream().anyMatch(circumstances::isPrincipal);
  }

  /** Whether a policy that may apply reads what the user is to the patient. */
  boolean readRelationship(Circumstances circumstances, EntityUid action, EntityUid resource) {
    for (RelationshipReads reads : relationships) {
      if (reads.mayHold(circumstances, action, resource)) {
        return true;
      }
    }
    return false;
  }

  /** The policies that decide by the patient, or by which resource it is. */
  Discerning discerning() {
    return discerning;
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
