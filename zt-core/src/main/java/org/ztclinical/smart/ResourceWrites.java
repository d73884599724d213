package org.ztclinical.smart;

import java.util.List;
import java.util.Optional;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.json.JsonObject;
import org.ztclinical.smart.ScopeDecision.Covered;
import org.ztclinical.smart.ScopeDecision.NotCovered;

/**
 * Create, update, patch and delete. Under a confined grant both what is stored and what it becomes
 * must be within it; what is not known is not within it.
 */
final class ResourceWrites {
  private final Settings settings;
  private final Grants grants;

  ResourceWrites(Settings settings, Grants grants) {
    this.settings = settings;
    this.grants = grants;
  }

  ScopeDecision decide(FhirRequest request) {
    String type = request.type().orElseThrow();
    Permission permission = permission(request.interaction());
    List<Grant> writable = grants.of(type, permission);
    if (writable.isEmpty()) {
      return new NotCovered(grants.whyNot(type, permission));
    }
    Optional<NotCovered> refusal = new JoinCheck(settings, grants).refuseUnlessWhole(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (request.criteria().isPresent()) {
      return conditional(request, type, Grants.anyWhole(writable));
    }
    if (Grants.anyWhole(writable)) {
      return covered(request, type, request.resource(), false);
    }
    return request.interaction() == Interaction.CREATE
        ? create(request, type, writable)
        : change(request, type, writable);
  }

  /** The criteria are a search, and tell whether something matches. */
  private ScopeDecision conditional(FhirRequest request, String type, boolean whole) {
    if (grants.of(type, Permission.SEARCH).isEmpty()) {
      return new NotCovered(grants.whyNot(type, Permission.SEARCH));
    }
    return whole && grants.isWhole(type, Permission.SEARCH)
        ? covered(request, type, request.resource(), false)
        : NotCovered.because(SmartReason.CONDITIONAL_WRITE_CONFINED, type);
  }

  private ScopeDecision create(FhirRequest request, String type, List<Grant> writable) {
    JsonObject created = request.resource().orElseThrow();
    return refuseWrite(writable, created, false, type)
        .<ScopeDecision>map(refusal -> refusal)
        .orElseGet(() -> covered(request, type, Optional.of(created), true));
  }

  private ScopeDecision change(FhirRequest request, String type, List<Grant> writable) {
    Optional<JsonObject> stored = settings.lookup().find(type, request.id().orElseThrow());
    if (stored.isEmpty()) {
      // Absent or unknown: either way an update would create under an id of the client's choosing.
      return NotCovered.because(SmartReason.STORED_FACT_UNKNOWN, type);
    }
    Optional<NotCovered> refusal = refuseWrite(writable, stored.get(), true, type);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (request.interaction() == Interaction.DELETE) {
      return covered(request, type, Optional.empty(), true);
    }
    Optional<JsonObject> changed = new WritePreview(settings.preview()).of(request, stored.get());
    if (changed.isEmpty()) {
      return NotCovered.because(SmartReason.PATCH_NOT_PREVIEWED, type);
    }
    return refuseWrite(writable, changed.get(), true, type)
        .<ScopeDecision>map(outside -> outside)
        .orElseGet(() -> covered(request, type, changed, true));
  }

  private static Optional<NotCovered> refuseWrite(
      List<Grant> writable, JsonObject resource, boolean identified, String type) {
    boolean covered = false;
    boolean inCompartment = false;
    boolean meets = false;
    for (Grant grant : writable) {
      covered |= grant.coversWrite(resource, identified);
      inCompartment |= grant.isInCompartment(resource);
      meets |= grant.covers(resource);
    }
    if (covered) {
      return Optional.empty();
    }
    SmartReason reason =
        meets
            ? SmartReason.OTHER_PATIENT
            : inCompartment ? SmartReason.CONSTRAINT_NOT_MET : SmartReason.OUTSIDE_COMPARTMENT;
    return Optional.of(NotCovered.because(reason, type));
  }

  /**
   * The write may happen.
   *
   * @param result what will be stored, as far as it is known
   */
  private ScopeDecision covered(
      FhirRequest request, String type, Optional<JsonObject> result, boolean confined) {
    boolean readable =
        !grants.of(type, Permission.READ).isEmpty()
            && result
                .filter(written -> request.interaction() != Interaction.PATCH || confined)
                .map(written -> grants.covers(written, type, Permission.READ))
                .orElse(true);
    return new Covered(
        new ReleaseTerms(
            new GrantFilter(grants, Permission.READ),
            Narrowing.nothing(),
            !readable,
            true,
            List.of(),
            Patients.of(settings, grants, request, confined)));
  }

  private static Permission permission(Interaction interaction) {
    return switch (interaction) {
      case CREATE -> Permission.CREATE;
      case UPDATE, PATCH -> Permission.UPDATE;
      case DELETE -> Permission.DELETE;
      case READ,
          VREAD,
          HISTORY_INSTANCE,
          SEARCH_TYPE,
          SEARCH_SYSTEM,
          HISTORY_TYPE,
          HISTORY_SYSTEM,
          CAPABILITIES,
          BATCH,
          TRANSACTION,
          OPERATION ->
          throw new IllegalArgumentException("not a write");
    };
  }
}
