package org.ztclinical;

import io.opentelemetry.api.OpenTelemetry;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.ztclinical.access.AppRoute;
import org.ztclinical.access.Check;
import org.ztclinical.access.Mode;
import org.ztclinical.access.SenderConstraintRule;
import org.ztclinical.audit.AuditConfig;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.enforce.Limits;
import org.ztclinical.fhir.BulkRoutes;
import org.ztclinical.fhir.PatchPreview;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.obligation.JustifyRule;
import org.ztclinical.obligation.ObligationHandler;
import org.ztclinical.policy.BusinessHours;
import org.ztclinical.policy.PolicySource;
import org.ztclinical.relationship.RelationshipSource;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.TrustedHops;
import org.ztclinical.session.DpopRule;
import org.ztclinical.session.SessionRules;
import org.ztclinical.signal.EventPoll;
import org.ztclinical.signal.EventTransmitter;
import org.ztclinical.signal.LogoutRule;
import org.ztclinical.smart.OperationRule;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.state.SealKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.token.SignatureProvider;
import org.ztclinical.token.TrustedIssuer;

/**
 * Collects how an application is protected. Saying nothing is the strict choice; values are checked
 * when given, combinations in {@link #build()}, so that a started application is a correctly
 * configured one. Not safe for use by many threads.
 */
public final class ZeroTrustBuilder {
  private final Assembly parts = new Assembly();

  ZeroTrustBuilder() {}

  /**
   * Accepts access tokens of this issuer, for the audience it was given with. Needed, repeatable.
   * Of several issuers each gives the roles, and vouches for the users, that were stated for it:
   * see {@link TrustedIssuer#roles} and {@link TrustedIssuer#vouchForLocalUsers}.
   */
  public ZeroTrustBuilder trustIssuer(TrustedIssuer issuer) {
    parts.identity.trust(issuer);
    return this;
  }

  /**
   * Where FHIR is served. Needed.
   *
   * @param path below the application's root, as in {@code /fhir}
   * @param baseUrl the absolute URL under which clients know it; references below it are local
   */
  public ZeroTrustBuilder fhirServer(String path, String baseUrl) {
    parts.routes.fhirServer(path, baseUrl);
    return this;
  }

  /**
   * Keeps the audit log in this directory, which is made if absent. One of the audit settings is
   * needed.
   */
  public ZeroTrustBuilder auditIn(Path directory) {
    return audit(AuditConfig.at(directory));
  }

  /**
   * Keeps the audit log as configured; its clock and its notices become those of this builder. Of
   * several calls the last one counts.
   */
  public ZeroTrustBuilder audit(AuditConfig.Builder config) {
    parts.audit.config(config);
    return this;
  }

  /**
   * Writes into a log that is open already, as for an application that also guards clients. Who
   * opened it closes it: {@link ZeroTrust#close} does not.
   */
  public ZeroTrustBuilder audit(AuditLog log) {
    parts.audit.log(log);
    return this;
  }

  /** Allows a FHIR operation, on the terms that the rule states; all others are denied. */
  public ZeroTrustBuilder allowOperation(OperationRule rule) {
    parts.fhir.allowOperation(rule);
    return this;
  }

  /**
   * Allows exports ({@link OperationRule#bulkExport}) and what follows them, which the server keeps
   * there: their status, their end, their files, for those alone who started them. Without this
   * call such requests are refused as unknown.
   */
  public ZeroTrustBuilder bulkExport(BulkRoutes routes) {
    parts.fhir.bulkExport(routes);
    return this;
  }

  /** Lets everyone do exactly this without a credential; after {@link #fhirServer}. */
  public ZeroTrustBuilder publicRoute(HttpMethod method, String path) {
    parts.routes.needed("publicRoute").publicRoute(method, path);
    return this;
  }

  /**
   * Declares a route of the application that is not FHIR; after {@link #fhirServer}. Policies
   * decide on it, so {@link #policies} is needed; what is not declared is answered with 404. The
   * answer is not checked, see {@link AppRoute}.
   */
  public ZeroTrustBuilder route(AppRoute route) {
    parts.routes.needed("route").route(route);
    return this;
  }

  /** Lets browser pages of this origin read answers (CORS); after {@link #fhirServer}. */
  public ZeroTrustBuilder allowOrigin(String origin) {
    parts.routes.needed("allowOrigin").allowOrigin(origin);
    return this;
  }

  /**
   * Users must have authenticated as strongly as this rule says, everywhere or where it says; who
   * has not is answered there with 401 and what would do (RFC 9470). Repeatable; all rules hold.
   */
  public ZeroTrustBuilder requireMfa(MfaRule rule) {
    parts.rules.requireMfa(rule);
    return this;
  }

  /**
   * Tokens must be bound to their senders, everywhere or where the rule says; a plain bearer token
   * is answered there with 401. Repeatable; all rules hold. Bound tokens are always proven, also
   * without this call.
   */
  public ZeroTrustBuilder requireSenderConstraint(SenderConstraintRule rule) {
    parts.senders.require(rule);
    return this;
  }

  /** What is asked of DPoP proofs; without this call as {@link DpopRule#standard()} says. */
  public ZeroTrustBuilder dpop(DpopRule rule) {
    parts.senders.dpop(rule);
    return this;
  }

  /**
   * Under which absolute URL clients know the application's root, for proofs on {@linkplain #route
   * routes that are not FHIR}. Needed for those only where the FHIR base URL does not end with its
   * path.
   *
   * @throws IllegalArgumentException when it is no absolute http or https URL
   */
  public ZeroTrustBuilder applicationUrl(String url) {
    parts.senders.applicationUrl(url);
    return this;
  }

  /**
   * Who verifies signatures of tokens and proofs: a JCA provider that is faster than the Java
   * runtime's own, as {@code SignatureProvider.of(AmazonCorrettoCryptoProvider.INSTANCE)}.
   */
  public ZeroTrustBuilder signatureProvider(SignatureProvider provider) {
    parts.senders.signatures(provider);
    return this;
  }

  /**
   * The proxies whose word about the caller's certificate counts; none without this call. A request
   * that comes by one of them has the certificate that it tells, never the proxy's own.
   */
  public ZeroTrustBuilder trustedHops(TrustedHops hops) {
    parts.around.trustedHops(hops);
    return this;
  }

  /**
   * Lets a check only observe, or enforce again: what it would have denied is recorded, and the
   * walk goes on. Without effect on a check that is not configured.
   */
  public ZeroTrustBuilder mode(Check check, Mode mode) {
    parts.rules.mode(check, mode);
    return this;
  }

  /**
   * How reasons are stated where a policy obliges to {@code justify}; without this call as {@link
   * JustifyRule#standard()} says.
   */
  public ZeroTrustBuilder justification(JustifyRule rule) {
    parts.obligations.justification(rule);
    return this;
  }

  /**
   * Where instances of the application keep what they must agree on, as reasons that were stated;
   * without this call each remembers for itself. Everything is sealed with this key before it is
   * kept, and what the store returns otherwise is refused. The application closes the store.
   *
   * @param store promises one winner, to keep what it was given until its end, and to be shared;
   *     {@link #build} fails otherwise
   * @param seals the same for all instances, and not kept in the store
   */
  public ZeroTrustBuilder sharedState(StateStore store, SealKey seals) {
    parts.state.shared(store, seals);
    return this;
  }

  /**
   * Fulfils an obligation that policies may impose, beside {@code justify} and {@code notify} which
   * are always there. Repeatable, once for each obligation.
   */
  public ZeroTrustBuilder obligationHandler(ObligationHandler handler) {
    parts.obligations.add(handler);
    return this;
  }

  /**
   * Hears every notice, beside logs and metrics: of accesses to review, where a policy obliges to
   * {@code notify}, and of what an operator should know. Of several calls the last one counts.
   */
  public ZeroTrustBuilder notices(NoticeListener listener) {
    parts.around.notices(listener);
    return this;
  }

  /**
   * Decides every request by these policies, too: nothing is permitted that no policy permits.
   * Repeatable; all sources make one set. Without this call the data layer is not configured.
   */
  public ZeroTrustBuilder policies(PolicySource... sources) {
    parts.policies.add(sources);
    return this;
  }

  /**
   * When users usually work, and where: what policies are told as hour, weekday, business hours.
   */
  public ZeroTrustBuilder businessHours(BusinessHours hours) {
    parts.policies.businessHours(hours);
    return this;
  }

  /** Context classes that mean a phishing-resistant login, the preferred first, for policies. */
  public ZeroTrustBuilder phishingResistantAcr(String... values) {
    parts.policies.phishingResistantAcr(values);
    return this;
  }

  /** Looks at the sources of policies this often; without this call, at {@code reload} alone. */
  public ZeroTrustBuilder reloadPoliciesEvery(Duration interval) {
    parts.policies.interval(interval);
    return this;
  }

  /**
   * Types outside the patient compartment that {@code patient/} scopes may read all the same, as in
   * {@code Practitioner}, {@code Organization}, {@code Location}. None unless named here.
   */
  public ZeroTrustBuilder shareWithPatients(String... types) {
    parts.fhir.shareWithPatients(types);
    return this;
  }

  /**
   * Where stored facts come from; without it, whatever needs one is denied. It is asked within the
   * {@linkplain #factDeadline deadline}, on another thread than the request's.
   */
  public ZeroTrustBuilder resourceLookup(ResourceLookup lookup) {
    parts.facts.lookup(lookup);
    return this;
  }

  /**
   * Who knows what users are to patients, for policies; without it, that is unknown. It is asked
   * where a policy that may apply reads it, within the {@linkplain #factDeadline deadline}, on
   * another thread than the request's.
   */
  public ZeroTrustBuilder relationships(RelationshipSource source) {
    parts.policies.relationships(source);
    return this;
  }

  /**
   * How long a request waits for one stored fact, and how many may be asked for at once; without
   * this call half a second, and 64. What is not known then is unknown.
   *
   * @throws IllegalArgumentException unless above 0 and at most 10 s, 1 and at most 1024
   */
  public ZeroTrustBuilder factDeadline(Duration each, int atOnce) {
    parts.facts.deadline(each, atOnce);
    return this;
  }

  /**
   * Which resources are part of a patient's record; without it those of the official compartment.
   * Scopes, policies and the audit log go by it, as in {@code
   * PatientCompartment.official().with("Task", "patient")}. With {@code Patient}, {@code link}, the
   * Patient resources that link to a patient are shown, but not what belongs to them.
   */
  public ZeroTrustBuilder patientCompartment(PatientCompartment compartment) {
    parts.fhir.compartment(compartment);
    return this;
  }

  /**
   * What becomes of a resource by a FHIRPath or XML Patch; without it, those are denied to whoever
   * may write a part of what there is only.
   */
  public ZeroTrustBuilder patchPreview(PatchPreview preview) {
    parts.facts.preview(preview);
    return this;
  }

  /**
   * Search parameters that the server defines itself: under {@code Prefer: handling=strict} a
   * search with a parameter that neither FHIR R4 nor this defines is answered with 400.
   */
  public ZeroTrustBuilder searchParameters(String type, String... names) {
    parts.fhir.searchParameters(type, names);
    return this;
  }

  /**
   * Receives logout tokens (OpenID Connect Back-Channel Logout 1.0) by POST at this path, after
   * {@link #fhirServer}: what they end is refused at once. The application sees nothing of it.
   */
  public ZeroTrustBuilder backChannelLogout(String path, LogoutRule... rules) {
    parts.routes.needed("backChannelLogout").logoutTokens(path);
    parts.signals.logout(rules);
    return this;
  }

  /**
   * Receives security events (RFC 8417, Shared Signals, CAEP) that are pushed by POST to this path
   * (RFC 8935), after {@link #fhirServer}. The application sees nothing of it.
   */
  public ZeroTrustBuilder securityEvents(String path, EventTransmitter... transmitters) {
    parts.routes.needed("securityEvents").securityEvents(path);
    parts.signals.push(transmitters);
    return this;
  }

  /**
   * Fetches security events from transmitters that do not push (RFC 8936), from {@link #build} on
   * until {@link ZeroTrust#close}, each on a thread of its own.
   */
  public ZeroTrustBuilder pollSecurityEvents(EventPoll... polls) {
    parts.signals.poll(polls);
    return this;
  }

  /** How it is kept what was ended; without this call as {@link SessionRules#standard()} says. */
  public ZeroTrustBuilder sessions(SessionRules rules) {
    parts.identity.sessions(rules);
    return this;
  }

  /** How much is read before it is refused or withheld. */
  public ZeroTrustBuilder limits(Limits limits) {
    parts.around.limits(limits);
    return this;
  }

  /** Spans and metrics go here; the global instance without this call. */
  public ZeroTrustBuilder openTelemetry(OpenTelemetry openTelemetry) {
    parts.around.openTelemetry(openTelemetry);
    return this;
  }

  /** The clock; the system's without this call. */
  public ZeroTrustBuilder clock(InstantSource clock) {
    parts.around.clock(clock);
    return this;
  }

  /**
   * The finished protection, with its audit log open.
   *
   * @throws IllegalStateException when something needed was not given, policies cannot be used, or
   *     a store promises too little; the message names the method, and of policies the file and
   *     line
   * @throws UncheckedIOException when the audit log cannot be opened; the message says what to do
   */
  public ZeroTrust build() {
    return parts.build();
  }
}
