package org.ztclinical.enforce;

import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.OutboundGrant;
import org.ztclinical.access.Rejection;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.obligation.ObligationHandlers;
import org.ztclinical.policy.DecisionPoint;
import org.ztclinical.policy.PageBindings;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.RequestContext;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.session.Standing;
import org.ztclinical.smart.PatientCompartment;
import org.ztclinical.smart.ScopeAuthorizer;
import org.ztclinical.telemetry.Telemetry;

/**
 * Guards what an application asks of another FHIR server, by the scopes that server granted: what
 * is not covered is not sent, what comes back outside scopes and compartment does not reach the
 * application, and both are audited as for requests that arrive. Safe for use by many threads.
 */
public final class OutboundGuard {
  private static final CanonicalPath ROOT = root();

  private final FhirClassifier classifier;
  private final DecidedWork decidedWork;
  private final AuditTrail trail;
  private final Telemetry telemetry;

  private OutboundGuard(
      FhirClassifier classifier, DecidedWork decidedWork, AuditTrail trail, Telemetry telemetry) {
    this.classifier = classifier;
    this.decidedWork = decidedWork;
    this.trail = trail;
    this.telemetry = telemetry;
  }

  /**
   * A guard for one remote server.
   *
   * @param remote the server's FHIR base URL
   * @param log where decisions and releases are recorded
   */
  public static OutboundGuard of(
      URI remote, AuditLog log, Telemetry telemetry, Limits limits, InstantSource clock) {
    Objects.requireNonNull(log, "log");
    ServerBase base = ServerBase.of(remote.toString());
    ScopeAuthorizer scopes = ScopeAuthorizer.builder(base).build();
    PageBindings pages = new PageBindings(scopes);
    DecisionPoint decisions = DecisionPoint.builder(scopes, pages).clock(clock).build();
    ReleasedNames names = new ReleasedNames(PatientCompartment.official(), base);
    AuditTrail trail = new AuditTrail(log, names, remote.toString(), clock);
    // No policies decide about what leaves, so nothing obliges; if something did, it would deny.
    DecidedWork work =
        new DecidedWork(
            decisions, ObligationHandlers.none(), new AnswerCheck(limits, pages, names), trail);
    return new OutboundGuard(FhirClassifier.create(), work, trail, telemetry);
  }

  /**
   * Runs the exchange if the grant covers the request, and hands back what of the answer may be
   * seen.
   *
   * @param request with the path below the remote FHIR base
   * @param exchange sends {@link org.ztclinical.access.Clearance#toPerform()} and returns the
   *     answer
   */
  public Guarded guard(
      OutboundGrant grant,
      RequestContext context,
      CanonicalRequest request,
      ProtectedWork exchange) {
    Telemetry.Observation observation = telemetry.start();
    ProtectedWork.Streamed work =
        (clearance, sink) -> CompletableFuture.completedFuture(exchange.perform(clearance));
    Guarded guarded =
        classifier
            .classify(request)
            .fold(
                known ->
                    decidedWork
                        .run(
                            AccessRequest.outbound(grant, context, known),
                            Standing.unbound(),
                            ROOT,
                            work,
                            null,
                            observation)
                        .toCompletableFuture()
                        .join(),
                unknown -> notSent(context, unknown.reason()));
    observation.ended(guarded.outcome(), guarded.response().status());
    return guarded;
  }

  /**
   * Records that a request was not sent because it has no single reading or leads elsewhere, as a
   * paging link to another server does.
   */
  public Guarded refuse(RequestContext context, Reason reason) {
    return notSent(context, reason);
  }

  /** Nothing left, so there is nobody to decide about; the attempt is recorded all the same. */
  private Guarded notSent(RequestContext context, Reason reason) {
    trail.rejected(context, reason);
    Rejection rejection = new Rejection(Rejection.Kind.BAD_REQUEST, reason);
    return new Guarded(rejection, Refusals.rejection(rejection));
  }

  private static CanonicalPath root() {
    try {
      return CanonicalPath.parse("/");
    } catch (RequestRefusedException e) {
      throw new IllegalStateException(e);
    }
  }
}
