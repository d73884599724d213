package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.Obligation;
import org.ztclinical.cedar.PolicyError;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.reason.Reason;
import org.ztclinical.smart.PatientCompartment;

/**
 * One generation of policies, asked under the circumstances of one request. Immutable; remembers no
 * answer.
 */
record Inquiry(
    LoadedPolicies policies, Circumstances circumstances, PatientCompartment compartment) {
  /** More questions are not asked for one request: it is denied. */
  static final int MAX_QUESTIONS = 10_000;

  /**
   * Asks about each thing touched, and where it is part of a patient's record, for each of these
   * patients. All must be permitted; the first that is not is the answer.
   */
  Answer ask(Collection<Touch> touches, Set<String> patients) {
    if ((long) touches.size() * Math.max(1, patients.size()) > MAX_QUESTIONS) {
      return denied(Set.of(), List.of(Reason.of(PolicyReason.TOO_WIDE)));
    }
    Union union = new Union();
    for (Touch touch : touches) {
      for (Optional<String> patient : about(touch, patients)) {
        Response response = ask(touch, patient);
        if (!response.isAllowed()) {
          return denied(new LinkedHashSet<>(response.determiningIds()), whyNot(response));
        }
        union.add(touch, response);
      }
    }
    return union.answer();
  }

  /** The same for a request, or for an entry of the bundle that was sent. */
  Inquiry asking(FhirRequest request, EntityUid envelope) {
    return new Inquiry(policies, circumstances.asking(request, envelope), compartment);
  }

  /** What policies say about one thing touched, of this patient where it is of one. */
  Response ask(Touch touch, Optional<String> patient) {
    return ask(touch.action(), touch.resource(), touch.type(), patient);
  }

  /** What policies say about one thing. */
  Response ask(
      EntityUid action, EntityUid resource, Optional<String> type, Optional<String> patient) {
    return policies
        .authorizer()
        .authorize(
            circumstances.question(action, resource),
            circumstances.known(
                resource, type.filter(compartment::mayContain).flatMap(inRecord -> patient)));
  }

  /** Whether the permit obliges to nothing but these. */
  boolean isCoveredBy(Set<Obligation> duties, Response permitted) {
    return permitted.determining().stream()
        .allMatch(policy -> duties.containsAll(policies.terms(policy.id()).obligations()));
  }

  /** For which patients is asked about something; for none where it is no part of a record. */
  List<Optional<String>> about(Touch touch, Set<String> patients) {
    boolean inRecord = touch.type().filter(compartment::mayContain).isPresent();
    return patients.isEmpty() || !inRecord
        ? List.of(Optional.empty())
        : patients.stream().map(Optional::of).toList();
  }

  private static Answer denied(Set<String> decidedBy, List<Reason> reasons) {
    return new Answer(false, decidedBy, reasons, Set.of(), Set.of());
  }

  /** The forbids that hold; without one, that nothing permits. Then what could not be evaluated. */
  private List<Reason> whyNot(Response response) {
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

  private static List<Reason> failures(Response response) {
    return response.errors().stream().map(Inquiry::failure).toList();
  }

  private static Reason failure(PolicyError error) {
    return Reason.of(PolicyReason.POLICY_FAILED, error.id() + ": " + error.error().sentence());
  }

  /** Several permits as one. */
  private final class Union {
    private final Set<String> decidedBy = new LinkedHashSet<>();
    private final Set<Reason> reasons = new LinkedHashSet<>();
    private final Set<Obligation> obligations = new LinkedHashSet<>();
    private final Set<String> uniform = new LinkedHashSet<>();
    private final Set<String> diverse = new LinkedHashSet<>();

    void add(Touch touch, Response response) {
      boolean someLookAway = false;
      for (Policy permit : response.determining()) {
        PolicyTerms terms = policies.terms(permit.id());
        decidedBy.add(terms.id());
        obligations.addAll(terms.obligations());
        someLookAway |= !terms.looksAtResource();
      }
      boolean holdsForAll = someLookAway && !policies.mayDifferByResource(circumstances);
      touch.type().ifPresent((holdsForAll ? uniform : diverse)::add);
      reasons.addAll(failures(response));
    }

    Answer answer() {
      uniform.removeAll(diverse);
      return new Answer(true, decidedBy, List.copyOf(reasons), obligations, uniform);
    }
  }
}
