package org.ztclinical.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.entity.Entity;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarDuration;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.OperationCall;
import org.ztclinical.policy.Clinical.Attribute;

/**
 * Who asks, and under which circumstances, in the terms of policies: what is the same for
 * everything that one request touches. Immutable; prints nothing of it.
 */
final class Circumstances {
  private static final CedarDuration NOW = new CedarDuration(0);

  /** What every request knows: which actions are in which group, and the machine of nobody. */
  private static final Entities ALWAYS =
      Entities.of(Fhir.actions()).and(List.of(PolicyInformation.UNKNOWN_DEVICE));

  private final EntityUid principal;
  private final Entities known;
  private final CedarRecord context;
  private final Relationships relationships;

  private Circumstances(
      EntityUid principal, Entities known, CedarRecord context, Relationships relationships) {
    this.principal = Objects.requireNonNull(principal, "principal");
    this.known = Objects.requireNonNull(known, "known");
    this.context = Objects.requireNonNull(context, "context");
    this.relationships = Objects.requireNonNull(relationships, "relationships");
  }

  /**
   * A principal asks, from a device where one is known, in this context.
   *
   * @param relationships what the principal is to patients
   */
  static Circumstances of(
      Entity principal, Optional<Entity> device, CedarRecord context, Relationships relationships) {
    List<Entity> more = device.map(known -> List.of(principal, known)).orElse(List.of(principal));
    return new Circumstances(principal.uid(), ALWAYS.and(more), context, relationships);
  }

  /** The circumstances of a request, or of an entry of the bundle that was sent. */
  Circumstances asking(FhirRequest request, EntityUid envelope) {
    if (request.operation().isEmpty() && envelope.equals(Vocabulary.ENVELOPE.first())) {
      // As the information point says it; building a context is most of the cost of a decision.
      return this;
    }
    Map<String, CedarValue> changed = new LinkedHashMap<>(context.attributes());
    request.operation().ifPresent(call -> changed.putAll(facts(call)));
    changed.put(Attribute.ENVELOPE, envelope);
    return with(CedarRecord.of(changed));
  }

  private static Map<String, CedarValue> facts(OperationCall call) {
    String level = call.level().name().toLowerCase(Locale.ROOT);
    return Map.of(
        Attribute.OPERATION, CedarString.of(call.name()),
        Attribute.OPERATION_LEVEL, Vocabulary.OPERATION_LEVEL.of(level));
  }

  /** The same, had the user authenticated so. It decides what to tell, never what to permit. */
  Circumstances authenticated(boolean phishingResistant, boolean justNow) {
    CedarRecord before =
        (CedarRecord) Objects.requireNonNull(context.get(Attribute.AUTHENTICATION));
    CedarRecord after = before.with(Attribute.MFA, CedarBool.TRUE);
    if (phishingResistant) {
      after = after.with(Attribute.PHISHING_RESISTANT, CedarBool.TRUE);
    }
    if (justNow) {
      after = after.with(Attribute.AGE, NOW);
    }
    return with(context.with(Attribute.AUTHENTICATION, after));
  }

  /** The same, with what is known of the user and this patient: it is asked for here. */
  Circumstances toward(String patient) {
    return with(relationships.about(patient, context));
  }

  private Circumstances with(CedarRecord changed) {
    return new Circumstances(principal, known, changed, relationships);
  }

  /** Whether a person asks, who could authenticate otherwise. */
  boolean isOfPerson() {
    return principal.type().equals(Clinical.USER);
  }

  /** Whether a scope is about who asks. */
  boolean isPrincipal(ScopeConstraint scope) {
    boolean ofType =
        !(scope instanceof ScopeConstraint.Is is && !is.type().equals(principal.type()))
            && !(scope instanceof ScopeConstraint.IsIn isIn
                && !isIn.type().equals(principal.type()));
    return ofType
        && scope
            .target()
            .map(target -> target instanceof ScopeConstraint.Uid uid && isOrIsIn(scope, uid.uid()))
            .orElse(true);
  }

  /** Whether a scope is about an action. */
  boolean isAction(ActionConstraint scope, EntityUid action) {
    if (scope instanceof ActionConstraint.Equal equal) {
      return action.equals(equal.uid());
    }
    return !(scope instanceof ActionConstraint.In in)
        || in.uids().stream().anyMatch(group -> known.isIn(action, group));
  }

  private boolean isOrIsIn(ScopeConstraint scope, EntityUid uid) {
    return scope instanceof ScopeConstraint.Equal
        ? principal.equals(uid)
        : known.isIn(principal, uid);
  }

  /** The question about one thing touched. */
  AuthorizationRequest question(EntityUid action, EntityUid resource) {
    return AuthorizationRequest.of(principal, action, resource, context);
  }

  /**
   * What is known of the entities of a question.
   *
   * @param patient the patient whose record the resource belongs to
   */
  Entities known(EntityUid resource, Optional<String> patient) {
    Entity asked = patient.map(id -> ofPatient(resource, id)).orElseGet(() -> Entity.of(resource));
    return known.and(List.of(asked));
  }

  private static Entity ofPatient(EntityUid resource, String patient) {
    EntityUid uid = Fhir.resource(Fhir.PATIENT, patient);
    return Entity.of(resource, CedarRecord.of(Map.of(Fhir.PATIENT_ATTRIBUTE, uid)), Set.of());
  }

  @Override
  public String toString() {
    return "circumstances of a " + principal.type();
  }
}
