package org.ztclinical.policy;

import java.util.List;
import java.util.Objects;
import org.ztclinical.access.Obligation;
import org.ztclinical.reason.Reason;

/**
 * What a policy says beside its condition, out of its annotations.
 *
 * @param id unique among all policies
 * @param reason why it decides as it does, for people; may be empty for a permit
 * @param obligations what a permit obliges to
 * @param looksAtResource whether it can tell two resources of one type apart
 */
record PolicyTerms(
    String id, String reason, List<Obligation> obligations, boolean looksAtResource) {
  PolicyTerms {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(reason, "reason");
    obligations = List.copyOf(obligations);
  }

  /** The policy as a reason of a denial. */
  Reason because(PolicyReason code) {
    return Reason.of(code, reason.isEmpty() ? id : id + ": " + reason);
  }
}
