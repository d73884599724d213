package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.Explanation;
import org.ztclinical.access.LayerVerdict;
import org.ztclinical.access.Permit;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.obligation.ObligationAnswer.Refused;
import org.ztclinical.obligation.Settlement;
import org.ztclinical.obligation.Settlement.Part;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.Verdict;
import org.ztclinical.smart.ReleaseTerms;
import org.ztclinical.smart.ScopeAuthorizer;
import org.ztclinical.smart.ScopeDecision;
import org.ztclinical.smart.ScopeDecision.Covered;
import org.ztclinical.smart.ScopeDecision.Narrowed;
import org.ztclinical.smart.ScopeDecision.NotCovered;

/**
 * What is left of a permit when its obligations were seen to: an entry of a batch whose obligation
 * was not fulfilled is refused, and what was fulfilled for one patient leaves for that patient
 * only.
 */
record Settled(Permit permit, Settlement settlement, ScopeAuthorizer scopes) {

  /**
   * Why nothing is left; empty when something is. A transaction is all or nothing, and so is a
   * request whose own obligation was not fulfilled.
   */
  List<Refused> fatal() {
    Optional<Refused> whole = settlement.whole().refusal();
    if (whole.isPresent()) {
      return List.of(whole.get());
    }
    List<Refused> refusals = settlement.refusals();
    if (permit.request().route().isPresent()) {
      return refusals;
    }
    boolean together = permit.request().fhir().interaction() == Interaction.TRANSACTION;
    return together || nothingIsLeft() ? refusals : List.of();
  }

  /**
   * What the layers say now: as before when all is fulfilled, else the data layer with this
   * verdict.
   */
  Explanation explanation(Verdict incomplete) {
    if (settlement.isComplete()) {
      return permit.explanation();
    }
    LayerVerdict data = permit.explanation().of(Layer.DATA);
    Set<Reason> reasons = new LinkedHashSet<>();
    settlement.refusals().forEach(refused -> reasons.add(refused.reason()));
    reasons.addAll(data.reasons());
    return permit
        .explanation()
        .with(new LayerVerdict(Layer.DATA, incomplete, List.copyOf(reasons), data.decidedBy()));
  }

  /**
   * Why it is denied, the decisive reason first. Where a permit is for what is stored, that is what
   * it would be were nothing stored.
   */
  static List<Reason> reasons(Permit permit, List<Refused> fatal) {
    List<Reason> reasons = new ArrayList<>();
    if (!permit.duties().tacit().isEmpty()) {
      boolean bundle = !permit.terms().entries().isEmpty();
      reasons.add(Reason.of(bundle ? PolicyReason.ENTRY_DENIED : PolicyReason.NO_POLICY));
    }
    fatal.stream().map(Refused::reason).distinct().forEach(reasons::add);
    return reasons;
  }

  /** How a denial may be lifted: by stronger authentication, when that is what is missing. */
  static Optional<Challenge> challenge(Permit permit, List<Refused> fatal) {
    return permit.duties().tacit().isEmpty() ? fatal.get(0).challenge() : Optional.empty();
  }

  /** The terms under which what is left may run. */
  ReleaseTerms terms() {
    ReleaseTerms terms = permit.terms();
    List<ScopeDecision> entries = new ArrayList<>();
    for (int i = 0; i < terms.entries().size(); i++) {
      entries.add(
          entry(
              terms.entries().get(i),
              settlement.entries().get(i),
              permit.duties().tacit().contains(i)));
    }
    ReleaseTerms settled =
        new ReleaseTerms(
            terms.filter(),
            terms.narrowing(),
            terms.suppressBody(),
            terms.totalReliable(),
            entries,
            terms.patients());
    // The answer to a batch is confined entry by entry; of itself it is a carrier.
    return entries.isEmpty() ? confined(settled, settlement.whole().patients()) : settled;
  }

  private ScopeDecision entry(ScopeDecision decision, Part part, boolean tacit) {
    if (part.refusal().isPresent()) {
      Reason why = part.refusal().get().reason();
      return new NotCovered(tacit ? List.of(Reason.of(PolicyReason.NO_POLICY), why) : List.of(why));
    }
    Set<String> patients = new LinkedHashSet<>(settlement.whole().patients());
    patients.addAll(part.patients());
    return decision.fold(
        covered -> new Covered(confined(covered.on(), patients)),
        narrowed -> new Narrowed(confined(narrowed.on(), patients)),
        refused -> refused);
  }

  private ReleaseTerms confined(ReleaseTerms terms, Set<String> patients) {
    ReleaseTerms confined = terms;
    for (String patient : patients) {
      confined = scopes.confined(confined, patient);
    }
    return confined;
  }

  private boolean nothingIsLeft() {
    List<ScopeDecision> entries = permit.terms().entries();
    return !settlement.isComplete()
        && Stream.iterate(0, i -> i < entries.size(), i -> i + 1)
            .noneMatch(
                i ->
                    entries.get(i).terms().isPresent()
                        && settlement.entries().get(i).refusal().isEmpty());
  }
}
