package org.ztclinical.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.DecidedBy;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Permit;
import org.ztclinical.access.RouteCall;
import org.ztclinical.fhir.BoundedLookup;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Experimental;
import org.ztclinical.reason.Reason;
import org.ztclinical.smart.ScopeAuthorizer;

/**
 * Asks what would be decided if layers had found out certain facts, by the decision point and the
 * policies that decide in earnest, and says of each policy why. For tests of policies and for
 * people who ask "what if": it issues no permit, and no work can run on its answer. Immutable and
 * safe for use by many threads.
 */
@Experimental
public final class PolicyRehearsal {
  private final PolicyStore policies;
  private final ScopeAuthorizer scopes;
  private final PolicyInformation information;

  private PolicyRehearsal(
      PolicyStore policies, ScopeAuthorizer scopes, PolicyInformation information) {
    this.policies = Objects.requireNonNull(policies, "policies");
    this.scopes = Objects.requireNonNull(scopes, "scopes");
    this.information = Objects.requireNonNull(information, "information");
  }

  /** A rehearsal of these policies, with these rules about scopes and these facts. */
  public static PolicyRehearsal of(
      PolicyStore policies, ScopeAuthorizer scopes, PolicyInformation information) {
    return new PolicyRehearsal(policies, scopes, information);
  }

  /**
   * What would be decided.
   *
   * @param facts what layers have found out
   * @param answer a resource that the application would answer with; empty to ask about the request
   *     alone, and without meaning on a route of the application's own
   */
  public Rehearsed ask(AccessRequest request, LayerFacts facts, Optional<JsonObject> answer) {
    PolicyInformation assumed = information.assuming(facts);
    Inquiry inquiry = new Inquiry(policies.current(), assumed.about(request), scopes.compartment());
    Decision decision =
        DecisionPoint.builder(scopes, new PageBindings(scopes))
            .policies(policies, assumed)
            .build()
            .decide(request);
    if (request.route().isPresent()) {
      return onRoute(request, request.route().get(), decision, inquiry);
    }
    BoundedLookup stored = scopes.lookupForOneRequest();
    PatientFinder patients =
        PatientFinder.of(scopes, assumed.base()).during(request.fhir(), stored);
    Questions questions =
        new Questions(
            inquiry, new Reach(request, new PageBindings(scopes), Continuation.NONE, patients));
    scopes
        .decide(request.fhir(), request.scopes(), request.launch(), stored)
        .terms()
        .ifPresent(terms -> questions.about(request.fhir(), terms));
    if (decision instanceof Permit permit) {
      if (permit.terms().filter().refusesEverything()) {
        return withheld(permit, Reason.of(PolicyReason.NOT_RELEASED), questions, questions);
      }
      Optional<Reason> withheld = answer.flatMap(permit.terms().filter()::refuses);
      return withheld.isPresent()
          ? withheld(
              permit,
              withheld.get(),
              questions,
              questions.aboutAnswer(request.fhir(), answer.get()))
          : permitted(permit, questions);
    }
    return denied((Denial) decision, questions);
  }

  /** Of what a route answers nothing is looked at, so that the permit is all there is to ask. */
  private static Rehearsed onRoute(
      AccessRequest request, RouteCall call, Decision decision, Inquiry inquiry) {
    Questions questions =
        request.scopeTexts().containsAll(call.route().scopes())
            ? Questions.of(call, inquiry)
            : Questions.none(inquiry);
    return decision instanceof Permit permit
        ? permitted(permit, questions)
        : denied((Denial) decision, questions);
  }

  private static Rehearsed permitted(Permit permit, Questions questions) {
    return new Rehearsed(
        true,
        false,
        permit.explanation(),
        List.of(),
        permit.decidedBy(),
        permit.obligations(),
        Optional.empty(),
        questions.failed(),
        questions.decisive(),
        questions.accounts());
  }

  private static Rehearsed denied(Denial denial, Questions questions) {
    return new Rehearsed(
        false,
        false,
        denial.explanation(),
        denial.reasons(),
        denial.decidedBy(),
        List.of(),
        denial.challenge(),
        questions.failed(),
        questions.decisive(),
        questions.accounts());
  }

  private static Rehearsed withheld(
      Permit permit, Reason reason, Questions asked, Questions questions) {
    Set<String> failed = new LinkedHashSet<>(asked.failed());
    failed.addAll(questions.failed());
    return new Rehearsed(
        false,
        true,
        permit.explanation(),
        List.of(reason),
        DecidedBy.policies(List.copyOf(questions.refusing())),
        List.of(),
        Optional.empty(),
        failed,
        questions.decisive(),
        questions.accounts());
  }
}
