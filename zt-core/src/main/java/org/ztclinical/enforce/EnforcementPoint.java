package org.ztclinical.enforce;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.Denial;
import org.ztclinical.access.PublicAccess;
import org.ztclinical.access.Rejection;
import org.ztclinical.access.RouteCall;
import org.ztclinical.audit.AuditUnavailableException;
import org.ztclinical.enforce.Callers.Unauthenticated;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.identity.Identity;
import org.ztclinical.identity.IdentityResolver;
import org.ztclinical.reason.Experimental;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.RequestContext;
import org.ztclinical.request.RequestReason;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.session.SenderConstraint;
import org.ztclinical.session.Sessions;
import org.ztclinical.telemetry.Telemetry;
import org.ztclinical.token.TokenVerifier;

/**
 * The policy enforcement point (NIST SP 800-207 §3): takes one request through routes, token,
 * identity, classification, decision, audit, work, response check and audit again. It throws
 * nothing for what a caller sent, and releases nothing it could not record. Safe for use by many
 * threads.
 */
@Experimental
public final class EnforcementPoint {
  private static final Logger LOG = LoggerFactory.getLogger(EnforcementPoint.class);

  private final Routes routes;
  private final Callers callers;
  private final Challenges challenges;
  private final OpenRoutes openRoutes;
  private final FhirClassifier classifier;
  private final DecidedWork decidedWork;
  private final AuditTrail trail;
  private final Telemetry telemetry;

  /** An enforcement point of finished parts; applications use {@code ZeroTrust.builder()}. */
  public EnforcementPoint(
      Routes routes,
      TokenVerifier tokens,
      IdentityResolver identities,
      SenderConstraint senders,
      Sessions sessions,
      Receivers receivers,
      FhirClassifier classifier,
      DecidedWork decidedWork,
      AuditTrail trail,
      Telemetry telemetry) {
    this.routes = Objects.requireNonNull(routes, "routes");
    this.callers = new Callers(tokens, identities, senders, sessions);
    this.challenges = new Challenges(senders);
    this.classifier = Objects.requireNonNull(classifier, "classifier");
    this.decidedWork = Objects.requireNonNull(decidedWork, "decidedWork");
    this.trail = Objects.requireNonNull(trail, "trail");
    this.openRoutes = new OpenRoutes(routes, receivers, decidedWork.hiddenHeaders(), trail);
    this.telemetry = Objects.requireNonNull(telemetry, "telemetry");
  }

  /** Guards work that is complete when it returns. */
  public Guarded guard(Attempt attempt, ProtectedWork work) {
    return guardAsync(attempt, permit -> CompletableFuture.completedFuture(work.perform(permit)))
        .toCompletableFuture()
        .join();
  }

  /**
   * Guards work that may end later. Everything up to the decision record happens on the calling
   * thread, the check and the release record on the thread that completes the work. The stage never
   * ends with an exception.
   */
  public CompletionStage<Guarded> guardAsync(Attempt attempt, ProtectedWork.Async work) {
    return guarded(attempt, (clearance, sink) -> work.perform(clearance), null);
  }

  /**
   * As {@link #guardAsync}, for work whose answer may be too large to be held: that leaves through
   * the outlet, on the thread that writes it.
   */
  public CompletionStage<Guarded> guardStreamed(
      Attempt attempt, ProtectedWork.Streamed work, Outlet outlet) {
    return guarded(attempt, work, new ReadableOutlet(outlet, head -> completed(head, attempt)));
  }

  private CompletionStage<Guarded> guarded(
      Attempt attempt, ProtectedWork.Streamed work, @Nullable Outlet outlet) {
    Telemetry.Observation observation = telemetry.start();
    CompletionStage<Guarded> guarded;
    try {
      guarded = walk(attempt, work, outlet, observation);
    } catch (RuntimeException e) {
      guarded = CompletableFuture.failedFuture(e);
    }
    return guarded
        .exceptionally(EnforcementPoint::ourOwnFailure)
        .thenApply(
            result -> {
              observation.ended(result.outcome(), result.response().status());
              return completed(result, attempt);
            });
  }

  /** What every answer says beside its own. */
  private Guarded completed(Guarded guarded, Attempt attempt) {
    Response readable = Cors.readable(guarded, attempt.request(), routes);
    if (guarded.outcome() instanceof PublicAccess) {
      return guarded.with(readable);
    }
    Response told =
        guarded.outcome() instanceof Denial denial
            ? challenges.on(readable, denial, attempt.credentials())
            : readable;
    return guarded.with(challenges.withNonce(told, attempt.credentials()));
  }

  private CompletionStage<Guarded> walk(
      Attempt attempt,
      ProtectedWork.Streamed work,
      @Nullable Outlet outlet,
      Telemetry.Observation observation) {
    Route route = routes.match(attempt.request());
    return switch (route.kind()) {
      case FHIR -> fhir(attempt, route.fhirPath().orElseThrow(), work, outlet, observation);
      case APP -> app(attempt, route.call().orElseThrow(), work, outlet, observation);
      case PUBLIC -> openRoutes.publicAccess(attempt, route, work);
      case SIGNAL -> done(openRoutes.signal(attempt, route));
      case PREFLIGHT -> done(openRoutes.preflight(attempt, route));
      case UNKNOWN ->
          done(reject(attempt, Rejection.Kind.NOT_FOUND, Reason.of(RequestReason.ROUTE_UNKNOWN)));
    };
  }

  /** Whatever went wrong in this library, nothing of the application's answer leaves. */
  private static Guarded ourOwnFailure(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    // The message may hold what a caller sent; the class name cannot.
    LOG.error("Enforcement failed with {}", (cause == null ? failure : cause).getClass().getName());
    Rejection rejection =
        new Rejection(Rejection.Kind.FAILED, Reason.of(EnforceReason.ENFORCEMENT_FAILED));
    return new Guarded(rejection, Refusals.failed());
  }

  /**
   * Refuses by its head a request that nobody may make, so that adapters need not keep a large body
   * for it. Empty when the request must be read to its end and guarded.
   */
  public Optional<Guarded> screen(Attempt head) {
    return refusal(head).map(refused -> completed(refused, head));
  }

  /** Whether the request is on a route that was declared public. */
  public boolean isPublic(CanonicalRequest request) {
    return routes.match(request).kind() == Route.Kind.PUBLIC;
  }

  /**
   * How many bytes of a body are read of this request: no signal has more than 64 KiB, whether its
   * length is announced or not, and anybody may send one.
   *
   * @param allowed by the application's limits
   */
  public int mostBodyBytes(CanonicalRequest request, int allowed) {
    boolean signal = routes.match(request).kind() == Route.Kind.SIGNAL;
    return signal ? Math.min(allowed, Receivers.MOST_BYTES) : allowed;
  }

  private Optional<Guarded> refusal(Attempt head) {
    return switch (routes.match(head.request()).kind()) {
      case UNKNOWN ->
          Optional.of(
              reject(head, Rejection.Kind.NOT_FOUND, Reason.of(RequestReason.ROUTE_UNKNOWN)));
      case FHIR, APP, PREFLIGHT -> {
        try {
          callers.authenticate(head);
          yield Optional.empty();
        } catch (Unauthenticated e) {
          yield Optional.of(reject(head, e.rejection()));
        }
      }
      case PUBLIC, SIGNAL -> Optional.empty();
    };
  }

  /** Answers a request that could not be read, and records that. */
  public Guarded refuse(RequestContext context, RequestRefusedException refusal) {
    RequestReason code = (RequestReason) refusal.reason().code();
    Rejection rejection = new Rejection(RejectionKinds.of(code), refusal.reason());
    trail.rejected(context, rejection.reason());
    return rejected(rejection, Credentials.none());
  }

  private CompletionStage<Guarded> fhir(
      Attempt attempt,
      CanonicalPath fhirPath,
      ProtectedWork.Streamed work,
      @Nullable Outlet outlet,
      Telemetry.Observation observation) {
    return authenticated(
        attempt,
        caller ->
            classifier
                .classify(attempt.request().withPath(fhirPath))
                .fold(
                    known -> decide(attempt, caller, known, work, outlet, observation),
                    unknown -> done(unclassified(attempt, caller.identity(), unknown.reason()))));
  }

  private CompletionStage<Guarded> app(
      Attempt attempt,
      RouteCall call,
      ProtectedWork.Streamed work,
      @Nullable Outlet outlet,
      Telemetry.Observation observation) {
    return authenticated(
        attempt,
        caller ->
            decidedWork.run(
                AccessRequest.of(caller.identity(), attempt.context(), call),
                caller.standing(),
                CanonicalPath.root(),
                work,
                outlet,
                observation));
  }

  private CompletionStage<Guarded> decide(
      Attempt attempt,
      Callers.Known caller,
      FhirRequest fhir,
      ProtectedWork.Streamed work,
      @Nullable Outlet outlet,
      Telemetry.Observation observation) {
    AccessRequest request = AccessRequest.of(caller.identity(), attempt.context(), fhir);
    return decidedWork.run(
        request, caller.standing(), routes.fhirBase(), work, outlet, observation);
  }

  private CompletionStage<Guarded> authenticated(
      Attempt attempt, Function<Callers.Known, CompletionStage<Guarded>> then) {
    Callers.Known caller;
    try {
      caller = callers.authenticate(attempt);
    } catch (Unauthenticated e) {
      return done(reject(attempt, e.rejection()));
    }
    return then.apply(caller);
  }

  /** An authenticated request without a meaning is a denial in the log and a 400 to the caller. */
  private Guarded unclassified(Attempt attempt, Identity identity, Reason reason) {
    Rejection rejection = new Rejection(RejectionKinds.of(reason), reason);
    try {
      trail.unclassified(identity, attempt, reason);
      return rejected(rejection, attempt.credentials());
    } catch (AuditUnavailableException e) {
      return DecidedWork.noAudit();
    }
  }

  private Guarded reject(Attempt attempt, Rejection.Kind kind, Reason reason) {
    return reject(attempt, new Rejection(kind, reason));
  }

  private Guarded reject(Attempt attempt, Rejection rejection) {
    trail.rejected(attempt.context(), rejection.reason());
    return rejected(rejection, attempt.credentials());
  }

  private Guarded rejected(Rejection rejection, Credentials credentials) {
    return new Guarded(
        rejection, challenges.on(Refusals.rejection(rejection), rejection, credentials));
  }

  private static CompletionStage<Guarded> done(Guarded guarded) {
    return CompletableFuture.completedFuture(guarded);
  }
}
