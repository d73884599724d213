package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.value.EntityUid;

/**
 * The policies of one generation that decide by the patient or by which resource it is, and which
 * of them may have a say about something. Told by their scopes alone, so that it does not depend on
 * what is not known. Immutable.
 */
final class Discerning {
  private final List<Policy> policies;
  private final Set<String> byPatient;
  private final Set<String> byIdentity;

  private Discerning(List<Policy> policies, Set<String> byPatient, Set<String> byIdentity) {
    this.policies = List.copyOf(policies);
    this.byPatient = Set.copyOf(byPatient);
    this.byIdentity = Set.copyOf(byIdentity);
  }

  static Discerning of(Collection<Policy> all) {
    List<Policy> policies = new ArrayList<>();
    Set<String> byPatient = new HashSet<>();
    Set<String> byIdentity = new HashSet<>();
    for (Policy policy : all) {
      boolean patient = PatientReads.patient(policy) && byPatient.add(policy.id());
      boolean identity = PatientReads.identity(policy) && byIdentity.add(policy.id());
      if (patient || identity) {
        policies.add(policy);
      }
    }
    return new Discerning(policies, byPatient, byIdentity);
  }

  /** Whether the policy looks at what is not known of something. */
  boolean isBlind(Policy policy, Whose whose) {
    return (!whose.complete() && byPatient.contains(policy.id()))
        || (!whose.identified() && byIdentity.contains(policy.id()));
  }

  /** Whether a forbid that looks at what is not known may have a say. */
  boolean mayForbid(Whose whose, Circumstances circumstances, Touch touch) {
    return mayHaveASay(Effect.FORBID, whose, circumstances, touch);
  }

  /** Whether a permit that looks at what is not known may have a say. */
  boolean mayPermit(Whose whose, Circumstances circumstances, Touch touch) {
    return mayHaveASay(Effect.PERMIT, whose, circumstances, touch);
  }

  private boolean mayHaveASay(
      Effect effect, Whose whose, Circumstances circumstances, Touch touch) {
    for (Policy policy : policies) {
      if (policy.effect() == effect
          && mayApply(policy, circumstances, touch)
          && isBlind(policy, whose)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayApply(Policy policy, Circumstances circumstances, Touch touch) {
    return circumstances.isAction(policy.action(), touch.action())
        && mayBe(policy.resource(), touch)
        && circumstances.isPrincipal(policy.principal());
  }

  private static boolean mayBe(ScopeConstraint resource, Touch touch) {
    EntityUid asked = touch.resource();
    boolean ofType =
        !(resource instanceof ScopeConstraint.Is is && !is.type().equals(asked.type()))
            && !(resource instanceof ScopeConstraint.IsIn isIn
                && !isIn.type().equals(asked.type()));
    return ofType
        && resource
            .target()
            .map(
                target ->
                    target instanceof ScopeConstraint.Uid uid
                        && uid.uid().type().equals(asked.type())
                        && (asked.id().equals(Fhir.ANY_ID) || uid.uid().equals(asked)))
            .orElse(true);
  }

  @Override
  public String toString() {
    return policies.size() + " policies";
  }
}
