package org.ztclinical.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.Obligation;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.fhir.FhirId;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Reason;
import org.ztclinical.smart.ReleaseFilter;

/**
 * Asks policies about each resource of an answer, by its own id and the patients it is about, which
 * nobody knew when the request was decided. The generation of policies and the circumstances are
 * those of the decision. What would oblige to more than the decision did stays, because it is too
 * late to fulfil that; and so does what comes after as many resources and patients as may be asked
 * about for one request. Safe for use by many threads.
 */
final class PolicyRelease implements ReleaseFilter {
  private static final String PARAMETERS = "Parameters";

  private final Inquiry inquiry;
  private final PatientFinder finder;
  private final Set<String> permittedTypes;
  private final Set<Obligation> duties;
  private final Map<String, Interaction> actions = new HashMap<>();

  /**
   * A filter.
   *
   * @param finder tells whose a resource is
   * @param touched what the decision was about: a resource is asked about by the action by which
   *     its type was touched
   * @param decided the decision
   */
  PolicyRelease(Inquiry inquiry, PatientFinder finder, Set<Touch> touched, Answer decided) {
    this.inquiry = inquiry;
    this.finder = finder;
    this.permittedTypes = Set.copyOf(decided.uniformTypes());
    this.duties = Set.copyOf(decided.obligations());
    for (Touch touch : touched) {
      if (touch.interaction().isRead()) {
        touch.type().ifPresent(type -> actions.putIfAbsent(type, touch.interaction()));
      }
    }
  }

  @Override
  public Optional<Reason> refuses(JsonObject resource) {
    String type = resource.string("resourceType").orElse("");
    boolean carrier = ReleaseFilter.isCarrier(resource) || type.equals(PARAMETERS);
    if (carrier || permittedTypes.contains(type)) {
      return Optional.empty();
    }
    boolean permitted = ResourceTypes.contains(type) && permits(resource, type);
    if (permitted) {
      return Optional.empty();
    }
    return Optional.of(
        inquiry.budget().isReleasingOver()
            ? Reason.of(PolicyReason.TOO_WIDE, "the answer")
            : Reason.of(PolicyReason.NOT_RELEASED, type + " by policy"));
  }

  @Override
  public Optional<Set<String>> reads(String type) {
    Set<String> members = new HashSet<>(inquiry.compartment().reads(type));
    members.add("type");
    if (finder.isOfRecord(type)) {
      members.addAll(PatientFinder.BESIDES_PATHS);
    }
    return Optional.of(members);
  }

  /** No policy may forbid it for any of its patients, and one must permit it for one of them. */
  private boolean permits(JsonObject resource, String type) {
    EntityUid uid =
        resource
            .string("id")
            .filter(FhirId::matches)
            .map(id -> Fhir.resource(type, id))
            .orElseGet(() -> Fhir.anyOf(type));
    Touch leaving = new Touch(actions.getOrDefault(type, Interaction.READ), uid, Optional.of(type));
    Whose whose = finder.isOfRecord(type) ? finder.of(resource) : Whose.nobody();
    if (!whose.complete() && inquiry.mayForbid(whose, leaving)) {
      return false;
    }
    boolean permitted = false;
    for (Optional<String> patient : whose.each()) {
      if (!inquiry.budget().takeToRelease()) {
        return false;
      }
      Response response = inquiry.ask(leaving, patient);
      if (!response.isAllowed() && !response.determining().isEmpty()) {
        return false;
      }
      permitted |= response.isAllowed() && inquiry.isCoveredBy(duties, response);
    }
    return permitted;
  }
}
