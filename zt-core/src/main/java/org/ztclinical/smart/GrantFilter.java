package org.ztclinical.smart;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.reason.Reason;

/** Lets those resources leave that a grant reaches with the permission that was used. */
final class GrantFilter implements ReleaseFilter {
  private static final Set<String> CARRIERS =
      Set.of("searchset", "history", "batch-response", "transaction-response");
  private static final Set<String> DISCOVERY =
      Set.of("CapabilityStatement", "TerminologyCapabilities");

  private final Grants grants;
  private final Permission permission;

  GrantFilter(Grants grants, Permission permission) {
    this.grants = grants;
    this.permission = permission;
  }

  /** Lets carriers leave and nothing else. */
  static ReleaseFilter carriersOnly() {
    return resource ->
        isCarrier(resource, type(resource)) ? Optional.empty() : unexpected(type(resource));
  }

  /** Lets the server's description of itself leave. */
  static ReleaseFilter discovery() {
    return resource -> {
      String type = type(resource);
      return DISCOVERY.contains(type) || isCarrier(resource, type)
          ? Optional.empty()
          : unexpected(type);
    };
  }

  @Override
  public Optional<Reason> refuses(JsonObject resource) {
    String type = type(resource);
    if (!ResourceTypes.contains(type)) {
      return unexpected("");
    }
    if (isCarrier(resource, type) || grants.covers(resource, type, permission)) {
      return Optional.empty();
    }
    return Optional.of(why(resource, type));
  }

  /** A carrier tells by its {@code type} what kind of Bundle it is. */
  @Override
  public Optional<Set<String>> reads(String type) {
    Set<String> members = new HashSet<>(Set.of("resourceType", "type"));
    members.addAll(grants.reads(type, permission));
    return Optional.of(members);
  }

  private Reason why(JsonObject resource, String type) {
    String what = type + "." + permission.letter();
    var reaching = grants.of(type, permission);
    if (reaching.isEmpty()) {
      return grants.whyNot(type, permission).get(0);
    }
    boolean inside = reaching.stream().anyMatch(grant -> grant.isInCompartment(resource));
    return Reason.of(
        inside ? SmartReason.CONSTRAINT_NOT_MET : SmartReason.OUTSIDE_COMPARTMENT, what);
  }

  static boolean isCarrier(JsonObject resource, String type) {
    return type.equals("OperationOutcome")
        || (type.equals("Bundle")
            && resource.get("type") instanceof JsonString kind
            && CARRIERS.contains(kind.value()));
  }

  static String type(JsonObject resource) {
    return resource.get("resourceType") instanceof JsonString type ? type.value() : "";
  }

  private static Optional<Reason> unexpected(String type) {
    return Optional.of(
        Reason.of(
            SmartReason.UNEXPECTED_RESOURCE,
            ResourceTypes.contains(type) ? type : "no known type"));
  }
}
