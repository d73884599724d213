package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.RouteCall;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.Verdict;
import org.ztclinical.smart.Narrowing;
import org.ztclinical.smart.ReleaseFilter;
import org.ztclinical.smart.ReleaseTerms;
import org.ztclinical.smart.ScopeAuthorizer;
import org.ztclinical.smart.ScopeDecision;
import org.ztclinical.smart.ScopeDecision.NotCovered;
import org.ztclinical.smart.SmartReason;

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
  public GateAnswer ask(Walk walk, Optional<ReleaseTerms> granted) {
    AccessRequest request = walk.request();
    return request.route().map(call -> onRoute(call, request)).orElseGet(() -> ofFhir(walk));
  }

  /** Scopes of SMART say nothing about it; those that the route requires are needed literally. */
  private static GateAnswer onRoute(RouteCall call, AccessRequest request) {
    if (!request.scopeTexts().containsAll(call.route().scopes())) {
      return GateAnswer.of(
          Layer.APPLICATION,
          Verdict.DENIED,
          List.of(Reason.of(SmartReason.ROUTE_SCOPE_MISSING, call.route().action())));
    }
    // No resource may leave under these terms: the answer is none of FHIR.
    ReleaseTerms terms =
        new ReleaseTerms(
            ReleaseFilter.nothing(Reason.of(SmartReason.UNEXPECTED_RESOURCE)),
            Narrowing.nothing(),
            false,
            false,
            List.of(),
            call.patient().map(Set::of).orElse(Set.of()));
    return GateAnswer.granted(Verdict.PASSED, terms, List.of());
  }

  private GateAnswer ofFhir(Walk walk) {
    AccessRequest request = walk.request();
    if (!walk.continued().given()) {
      return GateAnswer.of(
          Layer.APPLICATION, Verdict.DENIED, List.of(Reason.of(PolicyReason.PAGE_NOT_BOUND)));
    }
    boolean own = walk.continued().isOwnExport();
    if (!own && request.fhir().bulk().isPresent()) {
      return ofNobodysExport(walk);
    }
    ScopeDecision decision =
        own
            ? scopes.decideExported(request.fhir(), request.scopes(), request.launch())
            : scopes.decide(request.fhir(), request.scopes(), request.launch(), walk.stored());
    return answer(decision);
  }

  /**
   * Where the files of exports are Binaries, one of somebody else's is judged as a Binary that is
   * not there would be, by scopes, policies and obligations alike, and nothing of it leaves: so
   * that the answers tell no difference.
   */
  private GateAnswer ofNobodysExport(Walk walk) {
    FhirRequest fhir = walk.request().fhir();
    Reason notBound = Reason.of(PolicyReason.EXPORT_NOT_BOUND);
    if (fhir.interaction() == Interaction.OPERATION) {
      return GateAnswer.of(Layer.APPLICATION, Verdict.DENIED, List.of(notBound));
    }
    ScopeDecision decision =
        scopes.decide(fhir, walk.request().scopes(), walk.request().launch(), walk.stored());
    Optional<ReleaseTerms> terms = decision.terms().filter(known -> pages.isExported(fhir));
    return terms.isEmpty()
        ? answer(decision)
        : GateAnswer.granted(Verdict.NARROWED, nothingOf(terms.get(), notBound), List.of(notBound));
  }

  private static ReleaseTerms nothingOf(ReleaseTerms terms, Reason why) {
    return new ReleaseTerms(
        ReleaseFilter.nothing(why),
        terms.narrowing(),
        terms.suppressBody(),
        terms.totalReliable(),
        List.of(),
        terms.patients());
  }

  private static GateAnswer answer(ScopeDecision decision) {
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
