package org.ztclinical;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.enforce.AnswerCheck;
import org.ztclinical.enforce.AuditTrail;
import org.ztclinical.enforce.DecidedWork;
import org.ztclinical.enforce.EnforcementPoint;
import org.ztclinical.enforce.Receivers;
import org.ztclinical.enforce.ReleasedNames;
import org.ztclinical.enforce.Routes;
import org.ztclinical.enforce.SessionTrail;
import org.ztclinical.fhir.FactDeadline;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.identity.IdentityResolver;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.obligation.Justifications;
import org.ztclinical.obligation.ObligationHandlers;
import org.ztclinical.policy.DecisionPoint;
import org.ztclinical.policy.PageBindings;
import org.ztclinical.policy.PolicyStore;
import org.ztclinical.session.SenderConstraint;
import org.ztclinical.session.Sessions;
import org.ztclinical.session.SignalReceiver;
import org.ztclinical.smart.ScopeAuthorizer;
import org.ztclinical.state.StateStore;
import org.ztclinical.telemetry.Telemetry;
import org.ztclinical.token.ForwardClock;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;

/**
 * Everything that a {@link ZeroTrustBuilder} was told, by theme, and how a protection is put
 * together of it. Combinations are checked here; no value is.
 */
final class Assembly {
  final IdentitySettings identity = new IdentitySettings();
  final SenderSettings senders = new SenderSettings();
  final SignalSettings signals = new SignalSettings();
  final RouteSettings routes = new RouteSettings();
  final FhirSettings fhir = new FhirSettings();
  final FactSettings facts = new FactSettings();
  final RuleSettings rules = new RuleSettings();
  final PolicySettings policies = new PolicySettings();
  final ObligationSettings obligations = new ObligationSettings();
  final StateSettings state = new StateSettings();
  final AuditSettings audit = new AuditSettings();
  final Surroundings around = new Surroundings();

  /** The finished protection, with its audit log open. */
  ZeroTrust build() {
    identity.check();
    audit.check();
    InstantSource clock = around.clock();
    Optional<StateStore> shared = state.open(clock);
    Routes served = routes.served();
    ServerBase base = routes.base();
    Telemetry telemetry = around.telemetry();
    NoticeListener listener = telemetry.and(around.notices());

    // One for those who judge tokens and those who end them: an end comes after what it ends.
    InstantSource forward = new ForwardClock(clock);
    List<TrustedIssuer> issuers = identity.issuers();
    TokenVerifier tokens = tokens(issuers, forward, listener);
    IdentityResolver identities = IdentityResolver.of(issuers, base);
    SenderConstraint proofs = senders.build(served, base, forward, listener);

    FactDeadline deadline = facts.within(listener);
    ScopeAuthorizer scopes = facts.known(fhir.scopes(base), deadline);
    PageBindings pages = PageBindings.with(scopes, fhir.exports(), base);
    DecisionPoint.Builder decisions = DecisionPoint.builder(scopes, pages).clock(clock);
    rules.require(decisions, served.own());
    senders.require(decisions, served.own());
    Optional<PolicyStore> store = policies.open(obligations.known(), served.own(), listener, clock);
    store.ifPresent(opened -> decisions.policies(opened, policies.facts(base, clock, deadline)));
    DecisionPoint decisionPoint = decisions.build();

    ReleasedNames names = new ReleasedNames(fhir.compartment(), base);
    AuditLog log = audit.open(clock, listener);
    AuditTrail trail = new AuditTrail(log, names, "", clock);
    Justifications justifications = obligations.justifications(trail, shared, clock);
    ObligationHandlers handlers = obligations.handlers(justifications, listener);
    AnswerCheck answers = new AnswerCheck(around.limits(), pages, names);
    DecidedWork work = new DecidedWork(decisionPoint, handlers, answers, trail);

    Sessions sessions =
        Sessions.of(
            issuers,
            signals.transmitters(),
            identity.sessions(),
            new SessionTrail(log),
            forward,
            listener);
    Optional<SignalReceiver> receiver =
        signals.receiver(tokens, sessions, identity.sessions().store(), forward);
    EnforcementPoint enforcement =
        new EnforcementPoint(
            served,
            tokens,
            identities,
            proofs,
            sessions,
            receiver.map(Receivers::of).orElseGet(Receivers::none),
            fhir.classifier(),
            work,
            trail,
            telemetry);
    return new ZeroTrust(
        enforcement,
        decisionPoint,
        identities,
        tokens,
        sessions,
        signals.fetched(receiver, listener, forward),
        log,
        audit.isOwn(),
        around.limits(),
        justifications,
        handlers.requestHeaders(),
        store,
        store.flatMap(policies::watch),
        deadline,
        around.trustedHops());
  }

  private TokenVerifier tokens(
      List<TrustedIssuer> issuers, InstantSource clock, NoticeListener listener) {
    TokenVerifier.Builder verifier =
        TokenVerifier.builder().clock(clock).notices(listener).signatures(senders.signatures());
    issuers.forEach(verifier::trust);
    signals.check(issuers);
    signals.verifiedBy(verifier);
    return verifier.build();
  }
}
