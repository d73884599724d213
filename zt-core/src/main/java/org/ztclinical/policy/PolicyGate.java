package org.ztclinical.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.LayerVerdict;
import org.ztclinical.access.Mode;
import org.ztclinical.policy.PolicyJudgement.Judged;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.Verdict;
import org.ztclinical.smart.ReleaseTerms;

/**
 * The data layer: policies decide what scopes and compartment have left. Nothing is permitted that
 * no policy permits; a forbid that cannot be evaluated forbids.
 *
 * @param patients finds whose records are touched
 * @param acrValues what a challenge asks for when more than one factor would do
 * @param phishingResistantAcr what it asks for when only a phishing-resistant method would do
 */
record PolicyGate(
    Policies policies,
    PolicyInformation information,
    PageBindings pages,
    PatientFinder patients,
    Mode mode,
    List<String> acrValues,
    List<String> phishingResistantAcr)
    implements Gate {
  private static final Set<PolicyReason> OF_REFUSED_ENTRIES =
      Set.of(
          PolicyReason.NO_POLICY,
          PolicyReason.FORBIDDEN,
          PolicyReason.TOO_WIDE,
          PolicyReason.PATIENT_UNKNOWN,
          PolicyReason.RESOURCE_UNKNOWN);
  private static final Set<PolicyReason> NOTHING_LEAVES = Set.of(PolicyReason.NOT_RELEASED);

  PolicyGate {
    acrValues = List.copyOf(acrValues);
    phishingResistantAcr = List.copyOf(phishingResistantAcr);
  }

  @Override
  public Layer layer() {
    return Layer.DATA;
  }

  @Override
  public String describe() {
    String enforced =
        switch (mode) {
          case OBSERVE -> "policies observed: ";
          case ENFORCE -> "policies enforced: ";
        };
    return enforced + policies.describe();
  }

  @Override
  public GateAnswer ask(Walk walk, Optional<ReleaseTerms> granted) {
    if (granted.isEmpty()) {
      return GateAnswer.of(
          Layer.DATA,
          Verdict.DENIED,
          List.of(Reason.of(PolicyReason.LAYER_FAILED, Layer.APPLICATION.code())));
    }
    Inquiry inquiry =
        new Inquiry(policies.current(), information.about(walk.request()), patients.compartment());
    Judge judge = judge(walk, granted.get());
    Judged judged = judge.judge(inquiry, false);
    return switch (mode(walk.request())) {
      case OBSERVE -> observed(judged);
      case ENFORCE ->
          judged.terms().isPresent()
              ? permitted(judged)
              : stepUp(walk.request(), judge, inquiry)
                  .map(challenge -> challenged(judged, challenge))
                  .orElseGet(() -> GateAnswer.of(verdict(Verdict.DENIED, judged)));
    };
  }

  /** Judges one request, as often as asked. */
  private interface Judge {
    /**
     * A judgement.
     *
     * @param asTold to judge by what the request tells alone, and not by what is stored
     */
    Judged judge(Inquiry inquiry, boolean asTold);
  }

  private Judge judge(Walk walk, ReleaseTerms granted) {
    AccessRequest request = walk.request();
    if (request.route().isPresent()) {
      RouteJudgement judgement = new RouteJudgement(request.route().get(), granted);
      return (inquiry, asTold) -> judgement.judge(inquiry);
    }
    Reach reach =
        new Reach(request, pages, walk.continued(), patients.during(request.fhir(), walk.stored()));
    return (inquiry, asTold) ->
        new PolicyJudgement(request, granted, reach, inquiry, asTold).judge();
  }

  /** On a route nothing else confines who is authenticated, so that policies always enforce. */
  private Mode mode(AccessRequest request) {
    return request.route().isPresent() ? Mode.ENFORCE : mode;
  }

  private static GateAnswer observed(Judged judged) {
    boolean would =
        judged.terms().isEmpty() || refusesEntries(judged) || has(judged, NOTHING_LEAVES);
    LayerVerdict verdict = verdict(would ? Verdict.WOULD_DENY : Verdict.PASSED, judged);
    // Entries are told apart by terms, and those are not changed where policies only observe.
    return new GateAnswer(verdict, Optional.empty(), Optional.empty(), judged.duties());
  }

  private static GateAnswer permitted(Judged judged) {
    Verdict verdict = refusesEntries(judged) ? Verdict.NARROWED : Verdict.PASSED;
    return new GateAnswer(
        verdict(verdict, judged), Optional.empty(), judged.terms(), judged.duties());
  }

  private static boolean refusesEntries(Judged judged) {
    return has(judged, OF_REFUSED_ENTRIES);
  }

  private static boolean has(Judged judged, Set<PolicyReason> codes) {
    return judged.reasons().stream().anyMatch(reason -> codes.contains(reason.code()));
  }

  private static GateAnswer challenged(Judged judged, Challenge challenge) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(Reason.of(PolicyReason.STRONGER_AUTHENTICATION));
    reasons.addAll(judged.reasons());
    return GateAnswer.stepUp(
        new LayerVerdict(Layer.DATA, Verdict.DENIED, reasons, judged.decidedBy()), challenge);
  }

  private static LayerVerdict verdict(Verdict verdict, Judged judged) {
    return new LayerVerdict(Layer.DATA, verdict, judged.reasons(), judged.decidedBy());
  }

  /**
   * How the person would have to authenticate to be permitted, the least that would do; empty when
   * authentication alone would change nothing. The same policies are asked again, as if, out of
   * what is left of the request's budget; nothing is permitted by it. What is stored is left out: a
   * challenge for what is there, and none for what is not, would tell the two apart.
   */
  private Optional<Challenge> stepUp(AccessRequest request, Judge judge, Inquiry inquiry) {
    Circumstances circumstances = inquiry.circumstances();
    if (request.identity().isEmpty() || !circumstances.isOfPerson()) {
      return Optional.empty();
    }
    Judged asTold = judge.judge(inquiry, true);
    if (asTold.terms().isPresent()) {
      return Optional.empty();
    }
    for (boolean phishingResistant : new boolean[] {false, true}) {
      for (boolean justNow : new boolean[] {false, true}) {
        Inquiry stronger = inquiry.under(circumstances.authenticated(phishingResistant, justNow));
        Judged then = judge.judge(stronger, true);
        if (then.terms().isPresent() || (!asTold.open() && then.open())) {
          return Optional.of(
              new Challenge(
                  phishingResistant ? phishingResistantAcr : acrValues,
                  justNow ? Optional.of(Duration.ZERO) : Optional.empty()));
        }
      }
    }
    return Optional.empty();
  }
}
