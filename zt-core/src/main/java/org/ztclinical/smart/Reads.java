package org.ztclinical.smart;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.Join;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Reason;
import org.ztclinical.smart.ScopeDecision.Covered;
import org.ztclinical.smart.ScopeDecision.NotCovered;

/**
 * Read, vread and the history of one resource. The answer is checked resource by resource; what can
 * be known before is refused before.
 */
final class Reads {
  private final Settings settings;
  private final Grants grants;

  Reads(Settings settings, Grants grants) {
    this.settings = settings;
    this.grants = grants;
  }

  ScopeDecision decide(FhirRequest request) {
    String type = request.type().orElseThrow();
    String id = request.id().orElseThrow();
    List<Grant> readable = grants.of(type, Permission.READ);
    if (readable.isEmpty()) {
      return new NotCovered(grants.whyNot(type, Permission.READ));
    }
    Optional<NotCovered> refusal = new JoinCheck(settings, grants).refuseUnlessWhole(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    ReleaseFilter filter = new GrantFilter(grants, Permission.READ);
    if (type.equals("Binary")) {
      return binary(request, filter);
    }
    boolean whole = Grants.anyWhole(readable);
    boolean onlyItself =
        type.equals(PatientCompartment.PATIENT)
            && settings.compartment().parameters(PatientCompartment.PATIENT).isEmpty();
    if (!whole && onlyItself && isAnother(id, readable)) {
      return NotCovered.because(SmartReason.OUTSIDE_COMPARTMENT, type + ".r");
    }
    if (!whole && request.interaction() != Interaction.READ) {
      // A resource that was moved to another record takes its history with it.
      Optional<JsonObject> current = settings.lookup().find(type, id);
      if (current.isPresent() && filter.refuses(current.get()).isPresent()) {
        return NotCovered.because(SmartReason.STORED_OUTSIDE, type + ".r");
      }
    }
    return covered(request, filter, whole);
  }

  /** The answer may be bytes that tell nothing of whose they are, so the stored Binary must. */
  private ScopeDecision binary(FhirRequest request, ReleaseFilter filter) {
    boolean everything = grants.isWhole(Join.ANY_TYPE, Permission.READ);
    if (!everything || settings.exports().filesAreBinaries()) {
      Optional<JsonObject> stored = settings.lookup().find("Binary", request.id().orElseThrow());
      if (everything) {
        // Whoever reads every Binary is told of one that is not there by the application alone.
        boolean stays = stored.flatMap(filter::refuses).isPresent();
        return covered(request, stays ? asIfAbsent() : filter, true);
      }
      if (stored.isEmpty()) {
        return NotCovered.because(SmartReason.STORED_FACT_UNKNOWN, "Binary.r");
      }
      if (stored.flatMap(filter::refuses).isPresent()) {
        return NotCovered.because(SmartReason.OUTSIDE_COMPARTMENT, "Binary.r");
      }
    }
    return covered(request, filter, true);
  }

  private static ReleaseFilter asIfAbsent() {
    return ReleaseFilter.nothing(Reason.of(SmartReason.OUTSIDE_COMPARTMENT, "Binary.r"));
  }

  private ScopeDecision covered(FhirRequest request, ReleaseFilter filter, boolean whole) {
    return new Covered(
        new ReleaseTerms(
            filter,
            Narrowing.of(
                List.of(),
                whole ? Set.of() : Fragments.elements(settings, request, grants, Permission.READ)),
            false,
            whole,
            List.of(),
            Patients.of(settings, grants, request, !whole)));
  }

  private static boolean isAnother(String id, List<Grant> readable) {
    for (Grant grant : readable) {
      if (grant.patient() == null || grant.patient().equals(id)) {
        return false;
      }
    }
    return true;
  }
}
