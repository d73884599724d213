package org.ztclinical.smart;

import java.util.List;
import java.util.Optional;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Join;
import org.ztclinical.smart.ScopeDecision.Covered;
import org.ztclinical.smart.ScopeDecision.NotCovered;

/**
 * The history of a type or of the system. It lists deletions, which carry no resource that could be
 * checked, so it is for those alone who may search the whole type.
 */
final class Histories {
  private final Settings settings;
  private final Grants grants;

  Histories(Settings settings, Grants grants) {
    this.settings = settings;
    this.grants = grants;
  }

  ScopeDecision decide(FhirRequest request) {
    String type = request.type().orElse(Join.ANY_TYPE);
    if (!grants.isWhole(type, Permission.SEARCH)) {
      boolean confined =
          type.equals(Join.ANY_TYPE)
              ? grants.reachesAnything(Permission.SEARCH)
              : !grants.of(type, Permission.SEARCH).isEmpty();
      return confined
          ? NotCovered.because(SmartReason.NOT_NARROWABLE, type + ".s")
          : new NotCovered(grants.whyNot(type, Permission.SEARCH));
    }
    Optional<NotCovered> refusal = new JoinCheck(settings, grants).refuseUnlessWhole(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return new Covered(
        new ReleaseTerms(
            new GrantFilter(grants, Permission.SEARCH),
            Narrowing.nothing(),
            false,
            true,
            List.of(),
            Patients.of(settings, grants, request, false)));
  }
}
