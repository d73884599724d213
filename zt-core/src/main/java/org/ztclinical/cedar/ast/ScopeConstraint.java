package org.ztclinical.cedar.ast;

import java.util.Optional;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/** What a policy's scope says of its principal or of its resource. Cannot fail when evaluated. */
public sealed interface ScopeConstraint {
  /** The entity that is compared with: a uid, or in a template a slot. */
  sealed interface Target permits Uid, Slot {}

  /** An entity written in the policy. */
  record Uid(EntityUid uid) implements Target {}

  /** {@code principal}: any. */
  record Any() implements ScopeConstraint {}

  /** {@code principal == target}. */
  record Equal(Target entity) implements ScopeConstraint {}

  /** {@code principal in target}. */
  record In(Target entity) implements ScopeConstraint {}

  /** {@code principal is Type}. */
  record Is(Name type) implements ScopeConstraint {}

  /** {@code principal is Type in target}. */
  record IsIn(Name type, Target entity) implements ScopeConstraint {}

  /** The target, where the constraint has one. */
  default Optional<Target> target() {
    if (this instanceof Equal equal) {
      return Optional.of(equal.entity());
    }
    if (this instanceof In in) {
      return Optional.of(in.entity());
    }
    return this instanceof IsIn isIn ? Optional.of(isIn.entity()) : Optional.empty();
  }

  /** The constraint with this entity as its target; itself where it has none. */
  default ScopeConstraint withTarget(EntityUid uid) {
    if (this instanceof Equal) {
      return new Equal(new Uid(uid));
    }
    if (this instanceof In) {
      return new In(new Uid(uid));
    }
    return this instanceof IsIn isIn ? new IsIn(isIn.type(), new Uid(uid)) : this;
  }
}
