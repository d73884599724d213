package org.ztclinical.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.LayerVerdict;
import org.ztclinical.access.Mode;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.policy.PolicyJudgement.Judged;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.Verdict;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.ReleaseTerms;

/**
 * The data layer: policies decide what scopes and compartment have left. Nothing is permitted that
 * no policy permits; a forbid that cannot be evaluated forbids.
 *
 * @param acrValues what a challenge asks for when more than one factor would do
 * @param phishingResistantAcr what it asks for when only a phishing-resistant method would do
 */
record PolicyGate(
    Policies policies,
    PolicyInformation information,
    PageBindings pages,
    ServerBase base,
    PatientCompartment compartment,
    Mode mode,
    List<String> acrValues,
    List<String> phishingResistantAcr)
    implements Gate {

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
  public GateAnswer ask(AccessRequest request, Optional<ReleaseTerms> granted) {
    if (granted.isEmpty()) {
      return GateAnswer.of(
          Layer.DATA,
          Verdict.DENIED,
          List.of(Reason.of(PolicyReason.LAYER_FAILED, Layer.APPLICATION.code())));
    }
    Inquiry inquiry = new Inquiry(policies.current(), information.about(request), compartment);
    Reach reach = new Reach(request, pages, compartment);
    Judged judged = judge(request, granted.get(), reach, inquiry);
    return switch (mode) {
      case OBSERVE -> observed(judged);
      case ENFORCE ->
          judged.terms().isPresent()
              ? permitted(judged)
              : stepUp(request, granted.get(), reach, inquiry)
                  .map(challenge -> challenged(judged, challenge))
                  .orElseGet(() -> GateAnswer.of(verdict(Verdict.DENIED, judged)));
    };
  }

  private Judged judge(AccessRequest request, ReleaseTerms granted, Reach reach, Inquiry inquiry) {
    return new PolicyJudgement(request, granted, reach, base, inquiry).judge();
  }

  private static GateAnswer observed(Judged judged) {
    boolean would = judged.terms().isEmpty() || refusesEntries(judged);
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
    return judged.reasons().stream()
        .anyMatch(
            reason ->
                reason.code() == PolicyReason.NO_POLICY
                    || reason.code() == PolicyReason.FORBIDDEN
                    || reason.code() == PolicyReason.TOO_WIDE);
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
   * what is left of the request's budget; nothing is permitted by it.
   */
  private Optional<Challenge> stepUp(
      AccessRequest request, ReleaseTerms granted, Reach reach, Inquiry inquiry) {
    Circumstances circumstances = inquiry.circumstances();
    if (request.identity().isEmpty() || !circumstances.isOfPerson()) {
      return Optional.empty();
    }
    for (boolean phishingResistant : new boolean[] {false, true}) {
      for (boolean justNow : new boolean[] {false, true}) {
        Inquiry stronger = inquiry.under(circumstances.authenticated(phishingResistant, justNow));
        if (judge(request, granted, reach, stronger).terms().isPresent()) {
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
