package org.ztclinical.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.RouteCall;
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
  private final Optional<Reach> of;
  private final List<Asked> asked = new ArrayList<>();

  private Questions(Inquiry inquiry, Optional<Reach> of) {
    this.inquiry = inquiry;
    this.of = of;
  }

  /** Of a request for FHIR, which reaches this. */
  Questions(Inquiry inquiry, Reach reach) {
    this(inquiry, Optional.of(reach));
  }

  /** The one of a call on a route of the application's own. */
  static Questions of(RouteCall call, Inquiry inquiry) {
    Questions questions = new Questions(inquiry, Optional.empty());
    questions.about(call);
    return questions;
  }

  /** None: what is asked is denied before policies are. */
  static Questions none(Inquiry inquiry) {
    return new Questions(inquiry, Optional.empty());
  }

  /** One question, and what policies say. */
  private record Asked(
      Inquiry inquiry,
      String what,
      EntityUid action,
      EntityUid resource,
      Optional<String> patient,
      Response response) {
    List<PolicyAccount> accounts() {
      return PolicyAccount.of(
          inquiry.policies().authorizer().policies(),
          inquiry.toward(patient, action, resource).question(action, resource),
          inquiry.circumstances().known(resource, patient));
    }

    String words() {
      return what + (patient.isPresent() ? " of a known patient" : "");
    }
  }

  /** Asks about a request that scopes cover, and about the entries of a bundle that they cover. */
  void about(FhirRequest fhir, ReleaseTerms terms) {
    about(fhir, terms, envelope(fhir));
  }

  private void about(RouteCall call) {
    EntityUid action = AppSchema.action(call.route());
    EntityUid resource = AppSchema.resource(call);
    asked.add(
        new Asked(
            inquiry,
            call.route().action() + " " + call.route().qualifiedType(),
            action,
            resource,
            call.patient(),
            inquiry.askAs(action, resource, call.patient())));
  }

  private void about(FhirRequest fhir, ReleaseTerms terms, EntityUid envelope) {
    Reach reach = of.orElseThrow();
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
    Reach reach = of.orElseThrow();
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
    String what = touch.interaction().code() + " " + touch.type().orElse("server");
    patients.forEach(
        patient ->
            asked.add(
                new Asked(
                    asking,
                    what,
                    touch.action(),
                    touch.resource(),
                    patient,
                    asking.ask(touch, patient))));
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
