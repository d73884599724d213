package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.ztclinical.access.Obligation;
import org.ztclinical.cedar.PolicyError;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.reason.Reason;
import org.ztclinical.smart.PatientCompartment;

/**
 * One generation of policies, asked under the circumstances of one request. Remembers no answer,
 * but how much was asked.
 *
 * @param budget how much may be asked; shared by all that is asked for one request
 */
record Inquiry(
    LoadedPolicies policies,
    Circumstances circumstances,
    PatientCompartment compartment,
    QuestionBudget budget) {
  /** More questions are not asked for one request or entry of a bundle: it is denied. */
  static final int MAX_QUESTIONS = 10_000;

  /** What a request begins with: nothing was asked for it. */
  Inquiry(LoadedPolicies policies, Circumstances circumstances, PatientCompartment compartment) {
    this(policies, circumstances, compartment, new QuestionBudget());
  }

  /** The same policies under other circumstances of the same request, and out of one budget. */
  Inquiry under(Circumstances changed) {
    return changed == circumstances ? this : new Inquiry(policies, changed, compartment, budget);
  }

  /** The same, where all of it is of whom the request names. */
  Answer ask(Collection<Touch> touches, Set<String> patients) {
    return ask(touches, patients, Set.of());
  }

  /**
   * Asks about each thing touched, and where it is part of a patient's record, for each of these
   * patients. All must be permitted; the first that is not is the answer. What is too much to ask
   * is denied.
   *
   * @param unseen what of it may be about anyone, whomever the request names
   */
  Answer ask(Collection<Touch> touches, Set<String> patients, Set<Touch> unseen) {
    if (questions(touches, patients) > MAX_QUESTIONS) {
      return tooWide();
    }
    Whose named = Whose.of(patients);
    Function<Touch, Whose> seen = touch -> isInRecord(touch) ? named : Whose.nobody();
    return ask(touches, touch -> unseen.contains(touch) ? anyone(touch, named) : seen.apply(touch));
  }

  private Whose anyone(Touch touch, Whose named) {
    boolean inRecord = touch.type().map(this::isOfRecord).orElse(true);
    return (inRecord ? named.and(Whose.unknown()) : Whose.nobody()).ofAnyResource();
  }

  /** The same, of the patients whom each thing touched is established to belong to. */
  Answer ask(Collection<Touch> touches, Function<Touch, Whose> whose) {
    Questioning asking = new Questioning(this);
    for (Touch touch : touches) {
      Optional<Answer> refusal = asking.all(touch, whose.apply(touch));
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    return asking.permitted();
  }

  /**
   * The same, of a stored resource that is asked about as each resource that leaves, and for these
   * patients about what else is touched.
   */
  Answer askStored(Collection<Touch> touches, Touch own, Whose stored, Set<String> patients) {
    Questioning asking = new Questioning(this);
    Whose named = Whose.of(patients);
    for (Touch touch : touches) {
      Optional<Answer> refusal =
          touch.resource().equals(own.resource())
              ? asking.any(touch, stored)
              : asking.all(touch, isInRecord(touch) ? named : Whose.nobody());
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    return asking.permitted();
  }

  /** Whether the answer could be another, were the patient known. */
  boolean turnsOnPatient(Touch touch, Response response) {
    Discerning discerning = policies.discerning();
    if (response.isAllowed()) {
      return discerning.mayForbid(Whose.unknown(), circumstances, touch)
          || allBlind(Whose.unknown(), response);
    }
    boolean mayPermit =
        !response.determining().isEmpty()
            || discerning.mayPermit(Whose.unknown(), circumstances, touch);
    return mayPermit && allBlind(Whose.unknown(), response);
  }

  /** Whether the permit could be a denial, were all of it known. */
  boolean isBlind(Whose whose, Touch touch, Response permitted) {
    return !whose.isCertain()
        && (policies.discerning().mayForbid(whose, circumstances, touch)
            || allBlind(whose, permitted));
  }

  /** Whether a forbid that decides by what is not known of this may have a say. */
  boolean mayForbid(Whose whose, Touch touch) {
    return policies.discerning().mayForbid(whose, circumstances, touch);
  }

  private boolean allBlind(Whose whose, Response response) {
    return response.determining().stream()
        .allMatch(policy -> policies.discerning().isBlind(policy, whose));
  }

  /** Whether a policy that decides by what is not known of these may have a say about one. */
  boolean mayTurnOn(Whose whose, Collection<Touch> touches) {
    return touches.stream()
        .anyMatch(
            touch ->
                policies.discerning().mayForbid(whose, circumstances, touch)
                    || policies.discerning().mayPermit(whose, circumstances, touch));
  }

  /** The same for a request, or for an entry of the bundle that was sent. */
  Inquiry asking(FhirRequest request, EntityUid envelope) {
    return under(circumstances.asking(request, envelope));
  }

  /** What policies say about one thing touched, of this patient where it is of one. */
  Response ask(Touch touch, Optional<String> patient) {
    return ask(touch.action(), touch.resource(), touch.type(), patient);
  }

  /** What policies say about one thing. */
  Response ask(
      EntityUid action, EntityUid resource, Optional<String> type, Optional<String> patient) {
    return askAs(action, resource, type.filter(this::isOfRecord).flatMap(inRecord -> patient));
  }

  /** What policies say about one thing that is this patient's, whatever its type. */
  Response askAs(EntityUid action, EntityUid resource, Optional<String> whose) {
    return policies
        .authorizer()
        .authorize(
            toward(whose, action, resource).question(action, resource),
            circumstances.known(resource, whose));
  }

  /** The circumstances of a question about this patient's record, as far as a policy reads them. */
  Circumstances toward(Optional<String> patient, EntityUid action, EntityUid resource) {
    return patient
        .filter(known -> policies.readRelationship(circumstances, action, resource))
        .map(circumstances::toward)
        .orElse(circumstances);
  }

  /** Whether the permit obliges to nothing but these. */
  boolean isCoveredBy(Set<Obligation> duties, Response permitted) {
    return permitted.determining().stream()
        .allMatch(policy -> duties.containsAll(policies.terms(policy.id()).obligations()));
  }

  /** For which patients is asked about something; for none where it is no part of a record. */
  List<Optional<String>> about(Touch touch, Set<String> patients) {
    return patients.isEmpty() || !isInRecord(touch)
        ? List.of(Optional.empty())
        : patients.stream().map(Optional::of).toList();
  }

  private long questions(Collection<Touch> touches, Set<String> patients) {
    long inRecord = touches.stream().filter(this::isInRecord).count();
    return inRecord * Math.max(1, patients.size()) + touches.size() - inRecord;
  }

  private boolean isOfRecord(String type) {
    return compartment.mayContain(type) || type.equals(PatientFinder.BINARY);
  }

  private boolean isInRecord(Touch touch) {
    return touch.type().filter(compartment::mayContain).isPresent();
  }

  /** What is not asked is not permitted. */
  static Answer tooWide() {
    return Answer.denied(Set.of(), List.of(Reason.of(PolicyReason.TOO_WIDE)), false);
  }

  /** The forbids that hold; without one, that nothing permits. Then what could not be evaluated. */
  List<Reason> whyNot(Response response) {
    List<Reason> reasons = new ArrayList<>();
    Set<String> failed = new LinkedHashSet<>();
    response.errors().forEach(error -> failed.add(error.id()));
    for (Policy forbid : response.determining()) {
      if (!failed.contains(forbid.id())) {
        reasons.add(policies.terms(forbid.id()).because(PolicyReason.FORBIDDEN));
      }
    }
    if (response.determining().isEmpty()) {
      reasons.add(Reason.of(PolicyReason.NO_POLICY));
    }
    reasons.addAll(failures(response));
    return reasons;
  }

  /** The policies that could not be evaluated. */
  List<Reason> failures(Response response) {
    return response.errors().stream().map(Inquiry::failure).toList();
  }

  private static Reason failure(PolicyError error) {
    return Reason.of(PolicyReason.POLICY_FAILED, error.id() + ": " + error.error().sentence());
  }
}
