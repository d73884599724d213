package org.ztclinical.relationship;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.FactDeadline;
import org.ztclinical.identity.Identity;

/**
 * Knows whether a user has a treatment or work relationship with a patient.
 *
 * <p>Contract: answer for now, without applying the user's own rights. No kinds at all mean that
 * there is certainly no relationship; empty means that nobody knows. Safe for use by many threads.
 * The library asks {@linkplain #within within a deadline}, on a thread of its own, and only where a
 * policy that may apply reads the answer; then an implementation may also throw, and is interrupted
 * when it is late.
 */
@FunctionalInterface
public interface RelationshipSource {

  /**
   * By what the user has to do with the patient's care.
   *
   * @param user who asks; a person
   * @param patient the id of the Patient resource on this server
   */
  Optional<Set<RelationshipKind>> between(Identity user, String patient);

  /** The same within a deadline: never throws, never takes longer. */
  default RelationshipSource within(FactDeadline deadline) {
    return (user, patient) -> deadline.ask("relationshipSource", () -> between(user, patient));
  }

  /**
   * What this knows and what the other knows. Nothing is known for certain unless both know; a
   * relationship that one of them knows is one.
   */
  default RelationshipSource and(RelationshipSource other) {
    return (user, patient) -> {
      Optional<Set<RelationshipKind>> here = between(user, patient);
      Optional<Set<RelationshipKind>> there = other.between(user, patient);
      Set<RelationshipKind> both = EnumSet.noneOf(RelationshipKind.class);
      here.ifPresent(both::addAll);
      there.ifPresent(both::addAll);
      boolean known = !both.isEmpty() || (here.isPresent() && there.isPresent());
      return known ? Optional.of(both) : Optional.empty();
    };
  }
}
