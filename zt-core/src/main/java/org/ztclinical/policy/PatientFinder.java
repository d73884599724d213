package org.ztclinical.policy;

import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.BoundedLookup;
import org.ztclinical.fhir.ElementPath;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.Reference;
import org.ztclinical.fhir.SearchParameter;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;
import org.ztclinical.smart.OperationInput;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.ScopeAuthorizer;
import org.ztclinical.smart.WritePreview;

/**
 * Establishes whose record something touched belongs to: by its path, by what was sent, and by what
 * is stored. Of a change both what was and what will be counts. What cannot be established is told
 * as such; it is never taken for "nobody's".
 *
 * @param compartment which elements make a resource part of a patient's record
 * @param base what references are local
 * @param stored where stored resources are looked up
 * @param preview what becomes of stored resources by patches
 * @param together what is sent in the same transaction
 */
record PatientFinder(
    PatientCompartment compartment,
    ServerBase base,
    StoredResources stored,
    WritePreview preview,
    SentTogether together) {
  static final String BINARY = "Binary";

  private static final String CONTEXT = "securityContext";

  /** What is read of a resource beside the elements of the compartment. */
  static final Set<String> BESIDES_PATHS = Set.of(PatientReferences.CONTAINED, CONTEXT);

  /** As scopes are decided, by the same compartment; without {@link #during} nothing is stored. */
  static PatientFinder of(ScopeAuthorizer scopes, ServerBase base) {
    return new PatientFinder(
        scopes.compartment(),
        base,
        StoredResources.none(),
        scopes.preview(),
        SentTogether.nothing());
  }

  /** The same for what one request decides, by what all see who decide about it. */
  PatientFinder during(FhirRequest request, BoundedLookup seen) {
    return new PatientFinder(
        compartment,
        base,
        StoredResources.in(seen),
        new WritePreview(preview.patches().countedBy(seen)),
        SentTogether.in(request));
  }

  /** The same for what leaves: by what was found already. */
  PatientFinder afterwards() {
    return new PatientFinder(compartment, base, stored.asKnown(), preview, SentTogether.nothing());
  }

  /** Whether what is stored tells whose a resource of this type is. */
  boolean looksUp(String type) {
    return isOfRecord(type) && !isItself(type);
  }

  /** Whether resources of this type can be part of a record; a Binary is as its context. */
  boolean isOfRecord(String type) {
    return compartment.mayContain(type) || type.equals(BINARY);
  }

  /** Whose record is changed by a request that writes or may write one resource. */
  Whose ofWrite(FhirRequest request) {
    String type = request.type().orElse("");
    if (request.criteria().isPresent()) {
      return conditional(request, type);
    }
    if (!isOfRecord(type)) {
      return Whose.nobody();
    }
    Whose named = ofPath(request, type);
    return isItself(type) ? named : named.and(ofChange(request, type));
  }

  /** The path of a Patient names it. */
  private static Whose ofPath(FhirRequest request, String type) {
    return request
        .id()
        .filter(id -> type.equals(Fhir.PATIENT))
        .map(id -> Whose.of(Set.of(id)))
        .orElseGet(Whose::nobody);
  }

  private Whose ofChange(FhirRequest request, String type) {
    return switch (request.interaction()) {
      case CREATE -> ofNew(request.resource().orElseThrow());
      case UPDATE -> updated(request, type);
      case PATCH -> patched(request, type);
      case READ,
          VREAD,
          DELETE,
          HISTORY_INSTANCE,
          SEARCH_TYPE,
          SEARCH_SYSTEM,
          HISTORY_TYPE,
          HISTORY_SYSTEM,
          CAPABILITIES,
          BATCH,
          TRANSACTION,
          OPERATION ->
          request.id().map(id -> ofStored(type, id)).orElseGet(Whose::unknown);
    };
  }

  /** A search decides what is changed. When it finds something, nothing is created. */
  private Whose conditional(FhirRequest request, String type) {
    boolean creates = request.interaction() == Interaction.CREATE;
    if (!isOfRecord(type)) {
      return creates ? Whose.nobody() : Whose.nobody().ofAnyResource();
    }
    Whose sent =
        request
            .resource()
            .filter(resource -> resource.string("resourceType").filter(type::equals).isPresent())
            .map(this::ofNew)
            .orElseGet(Whose::unknown)
            .and(Whose.unknown());
    return creates ? sent : sent.ofAnyResource();
  }

  private Whose updated(FhirRequest request, String type) {
    Whose after = ofNew(request.resource().orElseThrow());
    return after.complete() ? after.and(ofStored(type, request.id().orElseThrow())) : after;
  }

  private Whose patched(FhirRequest request, String type) {
    Optional<JsonObject> before = stored.find(type, request.id().orElseThrow());
    if (before.isEmpty()) {
      return Whose.unknown();
    }
    Optional<JsonObject> after = preview.of(request, before.get());
    return of(before.get()).and(after.map(this::of).orElseGet(Whose::unknown));
  }

  /** Whose records an operation is given, beside that of what it is called of. */
  Whose ofInput(OperationInput input) {
    Whose all = Whose.nobody();
    for (Reference named : input.named()) {
      all = isOfRecord(named.type()) ? all.and(ofStored(named.type(), named.id())) : all;
    }
    for (JsonObject sent : input.resources()) {
      all = all.and(of(sent));
    }
    return all;
  }

  /** Whose record a stored resource belongs to; unknown when it cannot be looked up. */
  Whose ofStored(String type, String id) {
    return isItself(type) ? Whose.of(Set.of(id)) : stored.whose(type, id, this::of);
  }

  /** Whose record a resource belongs to, by its own elements. */
  Whose of(JsonObject resource) {
    boolean patient = resource.string("resourceType").filter(Fhir.PATIENT::equals).isPresent();
    Whose named = ofNew(resource);
    return patient
        ? resource.string("id").map(id -> named.and(Whose.of(Set.of(id)))).orElse(named)
        : named;
  }

  /** The same, of a resource whose id the server will choose. */
  private Whose ofNew(JsonObject resource) {
    String type = resource.string("resourceType").orElse("");
    if (type.equals(BINARY)) {
      return ofContext(resource);
    }
    PatientReferences references = new PatientReferences(resource, base, together);
    for (SearchParameter parameter : compartment.parameters(type)) {
      for (ElementPath path : parameter.paths()) {
        path.anyMatch(
            resource,
            element -> {
              references.read(element);
              return false;
            });
      }
    }
    return references.whose();
  }

  /**
   * A Binary is protected as the resource that its security context names (FHIR R4 §2.9.1), as that
   * is stored and as it will be when it is written in the same transaction.
   */
  private Whose ofContext(JsonObject binary) {
    JsonValue context = binary.get(CONTEXT);
    if (context == null) {
      return Whose.nobody();
    }
    Optional<Reference> protecting = Reference.of(context, base);
    if (protecting.isEmpty() || protecting.get().type().equals(BINARY)) {
      return Whose.unknown();
    }
    Reference local = protecting.get();
    Whose before =
        compartment.mayContain(local.type()) ? ofStored(local.type(), local.id()) : Whose.nobody();
    return before.and(together.written(context, local, this::ofWrite));
  }

  /** A Patient belongs to itself alone, unless the compartment says more. */
  private boolean isItself(String type) {
    return type.equals(Fhir.PATIENT) && compartment.parameters(type).isEmpty();
  }

  @Override
  public String toString() {
    return "finder of patients";
  }
}
