package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.Verdict;
import org.ztclinical.smart.ReleaseTerms;
import org.ztclinical.smart.ScopeAuthorizer;
import org.ztclinical.smart.ScopeDecision;
import org.ztclinical.smart.ScopeDecision.NotCovered;

/** The application layer: SMART scopes, launch context, compartment, whose page or export it is. */
record ScopeGate(ScopeAuthorizer scopes, PageBindings pages) implements Gate {
  @Override
  public Layer layer() {
    return Layer.APPLICATION;
  }

  @Override
  public String describe() {
    return "scopes and compartments enforced";
  }

  @Override
  public GateAnswer ask(AccessRequest request, Optional<ReleaseTerms> granted) {
    if (!pages.allows(request)) {
      return GateAnswer.of(
          Layer.APPLICATION, Verdict.DENIED, List.of(Reason.of(PolicyReason.PAGE_NOT_BOUND)));
    }
    boolean own = pages.isOwnExport(request);
    if (!own && pages.isExport(request.fhir())) {
      return GateAnswer.of(
          Layer.APPLICATION, Verdict.DENIED, List.of(Reason.of(PolicyReason.EXPORT_NOT_BOUND)));
    }
    ScopeDecision decision =
        own
            ? scopes.decideExported(request.fhir(), request.scopes(), request.launch())
            : scopes.decide(request.fhir(), request.scopes(), request.launch());
    return decision.fold(
        covered -> GateAnswer.granted(Verdict.PASSED, covered.on(), List.of()),
        narrowed ->
            GateAnswer.granted(
                Verdict.NARROWED, narrowed.on(), refusedEntries(narrowed.on().entries())),
        notCovered -> GateAnswer.of(Layer.APPLICATION, Verdict.DENIED, notCovered.reasons()));
  }

  /** One reason for each refused entry of a batch, so that probing by batches shows in the log. */
  private static List<Reason> refusedEntries(List<ScopeDecision> entries) {
    List<Reason> reasons = new ArrayList<>();
    for (ScopeDecision entry : entries) {
      if (entry instanceof NotCovered refused) {
        reasons.add(refused.reasons().get(0));
      }
    }
    return reasons;
  }
}
