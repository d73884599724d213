package org.ztclinical.cedar.ast;

import java.util.List;
import org.ztclinical.cedar.value.EntityUid;

/** What a policy's scope says of its action. Cannot fail when evaluated. */
public sealed interface ActionConstraint {
  /** {@code action}: any. */
  record Any() implements ActionConstraint {}

  /** {@code action == Action::"read"}. */
  record Equal(EntityUid uid) implements ActionConstraint {}

  /**
   * {@code action in Action::"read-like"} or {@code action in [Action::"read", …]}: in at least one
   * of them. Of one element both forms are the same constraint; none is never satisfied.
   */
  record In(List<EntityUid> uids) implements ActionConstraint {
    public In {
      uids = List.copyOf(uids);
    }
  }
}
