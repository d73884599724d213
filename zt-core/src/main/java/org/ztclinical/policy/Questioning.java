package org.ztclinical.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.Obligation;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.reason.Reason;

/**
 * Questions that are asked together, and their answers taken together: all must be permitted, and
 * the first that is not is the answer. Used once, by one thread.
 */
final class Questioning {
  private final Inquiry inquiry;
  private final Set<String> decidedBy = new LinkedHashSet<>();
  private final Set<Reason> reasons = new LinkedHashSet<>();
  private final Set<Obligation> obligations = new LinkedHashSet<>();
  private final Set<String> uniform = new LinkedHashSet<>();
  private final Set<String> diverse = new LinkedHashSet<>();
  private boolean turnsOnPatient;
  private int questions;

  Questioning(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * Asks about something for each of its patients. Where they are not all known, and a policy that
   * may have a say decides by them, it is denied.
   *
   * @return why it is denied; empty when it is not
   */
  Optional<Answer> all(Touch touch, Whose whose) {
    for (Optional<String> patient : whose.each()) {
      if (isTooMuch()) {
        return Optional.of(Inquiry.tooWide());
      }
      Response response = inquiry.ask(touch, patient);
      turnsOnPatient |= touch.namesResource() && inquiry.turnsOnPatient(touch, response);
      if (!response.isAllowed()) {
        return Optional.of(denial(response));
      }
      if (inquiry.isBlind(whose, touch, response)) {
        return Optional.of(unknown(whose, touch));
      }
      add(touch, response);
    }
    return Optional.empty();
  }

  /**
   * Asks about one stored resource as about each resource that leaves: no policy may forbid it for
   * any of its patients, and one must permit it for one of them.
   *
   * @return why it is denied; empty when it is not
   */
  Optional<Answer> any(Touch touch, Whose stored) {
    Optional<Response> refused = Optional.empty();
    boolean permitted = false;
    for (Optional<String> patient : stored.each()) {
      if (isTooMuch()) {
        return Optional.of(Inquiry.tooWide());
      }
      Response response = inquiry.ask(touch, patient);
      if (response.isAllowed()) {
        add(touch, response);
        permitted = true;
      } else if (!response.determining().isEmpty()) {
        return Optional.of(denial(response));
      } else {
        refused = Optional.of(response);
      }
    }
    return permitted ? Optional.empty() : refused.map(this::denial);
  }

  /** What was asked about is permitted. */
  Answer permitted() {
    uniform.removeAll(diverse);
    return new Answer(true, decidedBy, List.copyOf(reasons), obligations, uniform, turnsOnPatient);
  }

  private boolean isTooMuch() {
    questions++;
    return questions > Inquiry.MAX_QUESTIONS || !inquiry.budget().takeToDecide();
  }

  private void add(Touch touch, Response response) {
    boolean someLookAway = false;
    for (Policy permit : response.determining()) {
      PolicyTerms terms = inquiry.policies().terms(permit.id());
      decidedBy.add(terms.id());
      obligations.addAll(terms.obligations());
      someLookAway |= !terms.looksAtResource();
    }
    boolean holdsForAll =
        someLookAway && !inquiry.policies().mayDifferByResource(inquiry.circumstances());
    // To call an operation is not to read: what it answers is asked about by itself.
    if (touch.interaction() != Interaction.OPERATION) {
      touch.type().ifPresent((holdsForAll ? uniform : diverse)::add);
    }
    reasons.addAll(inquiry.failures(response));
  }

  private Answer denial(Response response) {
    return Answer.denied(
        new LinkedHashSet<>(response.determiningIds()), inquiry.whyNot(response), turnsOnPatient);
  }

  private static Answer unknown(Whose whose, Touch touch) {
    PolicyReason code =
        whose.complete() ? PolicyReason.RESOURCE_UNKNOWN : PolicyReason.PATIENT_UNKNOWN;
    return Answer.denied(Set.of(), List.of(Reason.of(code, touch.type().orElse(""))), false);
  }
}
