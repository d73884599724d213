package org.ztclinical.smart;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.Join;
import org.ztclinical.fhir.Reference;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;
import org.ztclinical.reason.Reason;
import org.ztclinical.smart.Scope.Context;

/** What the granted scopes reach in one launch context, by type. Safe for use by many threads. */
final class Grants {
  private static final String BINARY = "Binary";

  private final Settings settings;
  private final GrantedScopes scopes;
  private final LaunchContext launch;
  private final Map<String, List<Grant>> byType = new ConcurrentHashMap<>(4);

  Grants(Settings settings, GrantedScopes scopes, LaunchContext launch) {
    this.settings = settings;
    this.scopes = scopes;
    this.launch = launch;
  }

  /** The grants on a type that hold the permission. */
  List<Grant> of(String type, Permission permission) {
    List<Grant> all = all(type);
    List<Grant> some = new ArrayList<>(all.size());
    for (Grant grant : all) {
      if (holds(grant, type, permission)) {
        some.add(grant);
      }
    }
    return some;
  }

  private List<Grant> all(String type) {
    List<Grant> known = byType.get(type);
    return known == null ? byType.computeIfAbsent(type, this::applied) : known;
  }

  private boolean holds(Grant grant, String type, Permission permission) {
    return grant.permits(permission) && (permission.onlyReads() || !isShared(grant, type));
  }

  /** True when every resource of the type, or of every type, is reached. */
  boolean isWhole(String type, Permission permission) {
    return type.equals(Join.ANY_TYPE)
        ? isWholeEverywhere(permission)
        : anyWhole(of(type, permission));
  }

  boolean isWhole(Set<String> types, Permission permission) {
    for (String type : types) {
      if (!isWhole(type, permission)) {
        return false;
      }
    }
    return true;
  }

  /** True when the system context reaches every resource of the type, or of every type. */
  boolean isWholeForSystem(String type, Permission permission) {
    return scopes.scopes().stream()
        .filter(scope -> scope.context() == Context.SYSTEM && scope.constraints().isEmpty())
        .filter(scope -> scope.permissions().contains(permission))
        .anyMatch(scope -> scope.type().equals(Scope.ALL_TYPES) || scope.type().equals(type));
  }

  /** True when the system context reaches any type at all with all the permissions. */
  boolean reachesAnythingForSystem(Permission... permissions) {
    return scopes.scopes().stream()
        .filter(scope -> scope.context() == Context.SYSTEM)
        .anyMatch(scope -> scope.permissions().containsAll(List.of(permissions)));
  }

  /** True when the launch patient's whole compartment is reached, by a wildcard. */
  boolean isWholeCompartment(Permission permission) {
    return launch.patient().isPresent()
        && scopes.scopes().stream()
            .filter(scope -> scope.type().equals(Scope.ALL_TYPES))
            .filter(scope -> scope.context() == Context.PATIENT && scope.constraints().isEmpty())
            .anyMatch(scope -> scope.permissions().contains(permission));
  }

  /** True when any type at all is reached with the permission. */
  boolean reachesAnything(Permission permission) {
    return scopes.scopes().stream()
        .filter(scope -> scope.permissions().contains(permission))
        .anyMatch(scope -> scope.context() != Context.PATIENT || launch.patient().isPresent());
  }

  boolean covers(JsonObject resource, String type, Permission permission) {
    for (Grant grant : all(type)) {
      if (holds(grant, type, permission)
          && grant.covers(resource)
          && (!type.equals(BINARY) || mayLeave(resource, permission))) {
        return true;
      }
    }
    return false;
  }

  /** The members by which {@link #covers} decides about a type. */
  Set<String> reads(String type, Permission permission) {
    Set<String> members = new HashSet<>();
    for (Grant grant : of(type, permission)) {
      members.addAll(grant.reads(type));
    }
    if (type.equals(BINARY)) {
      members.add("securityContext");
      members.add("contentType");
    }
    return members;
  }

  /** A Binary is protected as the resource that its security context names (FHIR R4 §2.9.1). */
  private boolean mayLeave(JsonObject binary, Permission permission) {
    if (settings.exports().filesAreBinaries() && isFileOfExport(binary)) {
      return false;
    }
    JsonValue context = binary.get("securityContext");
    if (context == null || isWholeEverywhere(permission)) {
      return true;
    }
    return Reference.of(context, settings.base())
        .filter(protecting -> isWhole(protecting.type(), permission))
        .isPresent();
  }

  /** A file of an export is checked line by line, and leaves to whom it was exported for alone. */
  private static boolean isFileOfExport(JsonObject binary) {
    return binary.string("contentType").filter(type -> type.contains("ndjson")).isPresent();
  }

  /** Why nothing of the type is reached with the permission; at least one reason. */
  List<Reason> whyNot(String type, Permission permission) {
    Set<Reason> reasons = new LinkedHashSet<>();
    String what = type + "." + permission.letter();
    for (Scope scope : scopes.forType(type)) {
      if (scope.permissions().contains(permission)) {
        reasons.add(Reason.of(whyNot(scope, type), what));
      }
    }
    if (reasons.isEmpty()) {
      boolean none = scopes.scopes().isEmpty();
      reasons.add(Reason.of(none ? SmartReason.NO_RESOURCE_SCOPE : SmartReason.NOT_COVERED, what));
    }
    return List.copyOf(reasons);
  }

  private SmartReason whyNot(Scope scope, String type) {
    if (scope.context() == Context.PATIENT && launch.patient().isEmpty()) {
      return SmartReason.NO_LAUNCH_PATIENT;
    }
    if (type.equals(Join.ANY_TYPE)) {
      return SmartReason.NOT_COVERED;
    }
    boolean outside =
        scope.context() == Context.PATIENT && !settings.compartment().mayContain(type);
    return outside ? SmartReason.OUTSIDE_COMPARTMENT : SmartReason.CONSTRAINT_NOT_SUPPORTED;
  }

  /** The id of the patient in context, when there is one. */
  @Nullable String launchPatient() {
    return launch.patient().orElse(null);
  }

  private List<Grant> applied(String type) {
    List<Grant> grants = new ArrayList<>();
    for (Scope scope : scopes.forType(type)) {
      Grant grant = applied(scope, type);
      if (grant != null) {
        grants.add(grant);
      }
    }
    return List.copyOf(grants);
  }

  private @Nullable Grant applied(Scope scope, String type) {
    if (scope.context() != Context.PATIENT) {
      return Grant.of(settings, scope, type, null);
    }
    String patient = launchPatient();
    if (patient == null || !ResourceTypes.contains(type)) {
      return null;
    }
    if (settings.sharedTypes().contains(type)) {
      return Grant.of(settings, scope, type, null);
    }
    return settings.compartment().mayContain(type)
        ? Grant.of(settings, scope, type, patient)
        : null;
  }

  private boolean isShared(Grant grant, String type) {
    return grant.isPatientContext() && settings.sharedTypes().contains(type);
  }

  private boolean isWholeEverywhere(Permission permission) {
    return scopes.scopes().stream()
        .filter(scope -> scope.type().equals(Scope.ALL_TYPES))
        .filter(scope -> scope.context() != Context.PATIENT && scope.constraints().isEmpty())
        .anyMatch(scope -> scope.permissions().contains(permission));
  }

  static boolean anyWhole(List<Grant> grants) {
    for (Grant grant : grants) {
      if (grant.isWhole()) {
        return true;
      }
    }
    return false;
  }
}
