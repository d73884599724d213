package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.cedar.Response;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.fhir.FhirId;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.json.JsonObject;
import org.ztclinical.policy.Reach.Reached;
import org.ztclinical.smart.ReleaseTerms;

/**
 * The questions that a request, or its answer, raises to policies, each with what policies say: to
 * tell people why. It decides nothing. Used by one thread.
 */
final class Questions {
  private final Inquiry inquiry;
  private final Reach reach;
  private final List<Asked> asked = new ArrayList<>();

  Questions(Inquiry inquiry, Reach reach) {
    this.inquiry = inquiry;
    this.reach = reach;
  }

  /** One question, and what policies say. */
  private record Asked(Inquiry inquiry, Touch touch, Optional<String> patient, Response response) {
    List<PolicyAccount> accounts() {
      return PolicyAccount.of(
          inquiry.policies().authorizer().policies(),
          inquiry
              .toward(patient, touch.action(), touch.resource())
              .question(touch.action(), touch.resource()),
          inquiry.circumstances().known(touch.resource(), patient));
    }

    String words() {
      String whose = patient.isPresent() ? " of a known patient" : "";
      return touch.interaction().code() + " " + touch.type().orElse("server") + whose;
    }
  }

  /** Asks about a request that scopes cover, and about the entries of a bundle that they cover. */
  void about(FhirRequest fhir, ReleaseTerms terms) {
    about(fhir, terms, envelope(fhir));
  }

  private void about(FhirRequest fhir, ReleaseTerms terms, EntityUid envelope) {
    Inquiry asking = asking(fhir, envelope);
    Reached reached = reach.of(fhir, terms, inquiry);
    PatientInquiry patients = new PatientInquiry(asking, reach.patients(), reach.isTransaction());
    for (Touch touch : reached.touches()) {
      ask(asking, touch, patients.askedOf(touch, reached));
      if (asked.size() > Inquiry.MAX_QUESTIONS) {
        return;
      }
    }
    for (int i = 0; i < terms.entries().size(); i++) {
      Optional<ReleaseTerms> covered = terms.entries().get(i).terms();
      Optional<FhirRequest> entry =
          fhir.entries().get(i).fold(Optional::of, unknown -> Optional.empty());
      if (covered.isPresent() && entry.isPresent()) {
        about(entry.get(), covered.get(), envelope);
      }
    }
  }

  /** The question about a resource of the answer, as it would be asked before it leaves. */
  Questions aboutAnswer(FhirRequest fhir, JsonObject answer) {
    String type = answer.string("resourceType").orElse("");
    boolean asAsked = fhir.interaction().isRead() && fhir.type().filter(type::equals).isPresent();
    Interaction by = asAsked ? fhir.interaction() : Interaction.READ;
    Touch touch =
        answer
            .string("id")
            .filter(FhirId::matches)
            .map(id -> Touch.of(by, type, id))
            .orElseGet(() -> Touch.anyOf(by, type));
    Questions after = new Questions(inquiry, reach);
    after.ask(asking(fhir, envelope(fhir)), touch, reach.patients().of(answer).each());
    return after;
  }

  /** The policies that could not be evaluated. */
  Set<String> failed() {
    Set<String> failed = new LinkedHashSet<>();
    asked.forEach(one -> one.response.errors().forEach(error -> failed.add(error.id())));
    return failed;
  }

  /** The policies that forbid something. */
  Set<String> refusing() {
    Set<String> refusing = new LinkedHashSet<>();
    asked.stream()
        .filter(one -> !one.response.isAllowed())
        .forEach(one -> refusing.addAll(one.response.determiningIds()));
    return refusing;
  }

  /** The first question that policies did not permit, else the first, in words. */
  String decisive() {
    return first().map(Asked::words).orElse("");
  }

  /** What became of each policy for that question. */
  List<PolicyAccount> accounts() {
    return first().map(Asked::accounts).orElse(List.of());
  }

  private Optional<Asked> first() {
    return asked.stream()
        .filter(one -> !one.response.isAllowed())
        .findFirst()
        .or(() -> asked.stream().findFirst());
  }

  private void ask(Inquiry asking, Touch touch, List<Optional<String>> patients) {
    patients.forEach(
        patient -> asked.add(new Asked(asking, touch, patient, asking.ask(touch, patient))));
  }

  private Inquiry asking(FhirRequest fhir, EntityUid envelope) {
    return inquiry.asking(fhir, envelope);
  }

  private static EntityUid envelope(FhirRequest fhir) {
    boolean bundle =
        fhir.interaction() == Interaction.BATCH || fhir.interaction() == Interaction.TRANSACTION;
    return bundle ? Vocabulary.ENVELOPE.of(fhir.interaction().code()) : Vocabulary.ENVELOPE.first();
  }
}
