package org.ztclinical.policy;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.LayerVerdict;
import org.ztclinical.access.Mode;
import org.ztclinical.access.SenderConstraintRule;
import org.ztclinical.identity.Identity;
import org.ztclinical.identity.IdentityReason;
import org.ztclinical.identity.MfaRules;
import org.ztclinical.identity.StepUp;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.Verdict;
import org.ztclinical.smart.ReleaseTerms;

/**
 * The identity layer's part of a decision: the token was verified before there was a request, so
 * what is left to ask is whether the user authenticated strongly enough.
 */
record IdentityGate(
    MfaRules mfa, List<SenderConstraintRule> bindings, Mode mode, InstantSource clock)
    implements Gate {
  @Override
  public Layer layer() {
    return Layer.IDENTITY;
  }

  @Override
  public String describe() {
    String bound =
        bindings.isEmpty() ? "bound tokens not required" : "bound tokens required: " + bindings;
    return "tokens enforced, " + describeMfa() + ", " + bound;
  }

  private String describeMfa() {
    if (mfa.isEmpty()) {
      return "MFA not required";
    }
    String how =
        switch (mode) {
          case OBSERVE -> "observed: ";
          case ENFORCE -> "enforced: ";
        };
    return "MFA rules " + how + mfa.list();
  }

  @Override
  public GateAnswer ask(Walk walk, Optional<ReleaseTerms> granted) {
    AccessRequest request = walk.request();
    if (request.identity().isEmpty()) {
      // An outbound request: the other server judges the identity.
      return GateAnswer.of(Layer.IDENTITY, Verdict.NOT_CONFIGURED, List.of());
    }
    for (SenderConstraintRule binding : bindings) {
      if (!binding.isMetBy(request)) {
        return notBound(binding);
      }
    }
    Identity identity = request.identity().get();
    return mfa.check(identity, request.action(), request::fhir, clock.instant())
        .map(this::tooWeak)
        .orElseGet(() -> GateAnswer.of(Layer.IDENTITY, Verdict.PASSED, List.of()));
  }

  private static GateAnswer notBound(SenderConstraintRule rule) {
    return GateAnswer.stepUp(
        new LayerVerdict(
            Layer.IDENTITY, Verdict.DENIED, List.of(Reason.of(IdentityReason.TOKEN_NOT_BOUND))),
        Challenge.boundToken(rule.proof()));
  }

  private GateAnswer tooWeak(StepUp stepUp) {
    return switch (mode) {
      case OBSERVE -> GateAnswer.of(Layer.IDENTITY, Verdict.WOULD_DENY, List.of(stepUp.reason()));
      case ENFORCE ->
          GateAnswer.stepUp(
              new LayerVerdict(Layer.IDENTITY, Verdict.DENIED, List.of(stepUp.reason())),
              new Challenge(stepUp.acrValues(), stepUp.maxAge()));
    };
  }
}
