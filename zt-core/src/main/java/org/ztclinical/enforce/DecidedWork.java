package org.ztclinical.enforce;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Denial;
import org.ztclinical.access.Permit;
import org.ztclinical.access.Rejection;
import org.ztclinical.audit.AuditUnavailableException;
import org.ztclinical.obligation.ObligationHandlers;
import org.ztclinical.obligation.Settlement;
import org.ztclinical.policy.DecisionPoint;
import org.ztclinical.reason.Experimental;
import org.ztclinical.reason.Reason;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.session.Standing;
import org.ztclinical.telemetry.Telemetry;

/**
 * The second half of the walk, shared by requests that arrive and requests that leave: decision,
 * decision record, work, response check, release record. Immutable.
 */
@Experimental
public final class DecidedWork {
  private static final Logger LOG = LoggerFactory.getLogger(DecidedWork.class);

  private final DecisionPoint decisions;
  private final AnswerCheck check;
  private final AuditTrail trail;
  private final ObligationHandlers obligations;

  /** The second half of the walk, of finished parts. */
  public DecidedWork(
      DecisionPoint decisions,
      ObligationHandlers obligations,
      AnswerCheck check,
      AuditTrail trail) {
    this.decisions = Objects.requireNonNull(decisions, "decisions");
    this.obligations = Objects.requireNonNull(obligations, "obligations");
    this.check = Objects.requireNonNull(check, "check");
    this.trail = Objects.requireNonNull(trail, "trail");
  }

  /**
   * Decides, fulfils what a permit obliges to, records, and runs the work if permitted.
   *
   * @param standing whether the request still counts when its answer leaves
   * @param base what to put in front of the path of the request that is performed
   * @param outlet the way out for an answer that is too large to be held; null where there is none
   */
  CompletionStage<Guarded> run(
      AccessRequest request,
      Standing standing,
      CanonicalPath base,
      ProtectedWork.Streamed work,
      @Nullable Outlet outlet,
      Telemetry.Observation observation) {
    Decision decided = decisions.decide(request);
    Settlement settlement =
        decided instanceof Permit permit ? obligations.fulfil(permit) : Settlement.nothing();
    Decision decision =
        decided instanceof Permit permit && !permit.duties().isEmpty()
            ? decisions.settle(permit, settlement)
            : decided;
    observation.decided(decision);
    try {
      Set<String> evidence = decision instanceof Permit ? settlement.evidence() : Set.of();
      trail.decided(decision, evidence, observation.span());
    } catch (AuditUnavailableException e) {
      return CompletableFuture.completedFuture(noAudit());
    }
    return decision.fold(
        permit -> perform(new Running(permit, standing), base, work, outlet, observation.span()),
        denial -> CompletableFuture.completedFuture(refused(denial)),
        rejection -> CompletableFuture.completedFuture(noAudit()),
        publicAccess -> CompletableFuture.completedFuture(noAudit()));
  }

  /** Request headers that the application must not see, in lower case. */
  Set<String> hiddenHeaders() {
    return obligations.requestHeaders();
  }

  /** Nothing is done or released that cannot be recorded. */
  static Guarded noAudit() {
    Rejection rejection =
        new Rejection(Rejection.Kind.UNAVAILABLE, Reason.of(EnforceReason.AUDIT_UNAVAILABLE));
    return new Guarded(rejection, Refusals.rejection(rejection));
  }

  private static Guarded refused(Denial denial) {
    return new Guarded(denial, Refusals.denial(denial));
  }

  /** A permit that work is done for, and whether it still counts. */
  private record Running(Permit permit, Standing standing) {}

  private CompletionStage<Guarded> perform(
      Running running,
      CanonicalPath base,
      ProtectedWork.Streamed work,
      @Nullable Outlet outlet,
      Span span) {
    Permit permit = running.permit();
    AnswerStream stream = new AnswerStream(permit, running.standing(), check, trail, outlet);
    CompletionStage<Response> answer;
    try (Scope traced = span.makeCurrent()) {
      answer =
          work.perform(permit.below(base).withoutHeaders(obligations.requestHeaders()), stream);
    } catch (Exception e) {
      return CompletableFuture.completedFuture(failed(running, stream, e));
    }
    return answer.handle(
        (response, failure) ->
            failure == null
                ? completed(running, stream, response)
                : failed(running, stream, failure));
  }

  private Guarded completed(Running running, AnswerStream stream, Response response) {
    return stream.hasTaken() ? ended(running, stream.finish()) : release(running, response);
  }

  private Guarded failed(Running running, AnswerStream stream, Throwable failure) {
    if (!stream.hasTaken()) {
      return failed(running, failure);
    }
    logFailure(failure);
    return ended(running, stream.abandon());
  }

  private Guarded ended(Running running, Ending ending) {
    return ending.<Guarded>fold(sent -> sent, whole -> record(running, whole));
  }

  private Guarded release(Running running, Response response) {
    Checked checked;
    try {
      checked = check.check(running.permit(), response);
    } catch (RuntimeException e) {
      return failed(running, e);
    }
    return record(running, checked);
  }

  private Guarded failed(Running running, Throwable failure) {
    logFailure(failure);
    return record(
        running, Checked.aborted(Refusals.failed(), new Released(), EnforceReason.WORK_FAILED));
  }

  private static void logFailure(Throwable failure) {
    // The message may hold patient data; the class name cannot.
    LOG.warn("Permitted work failed with {}", failure.getClass().getName());
  }

  static Response leaving(Permit permit, Response checked) {
    Response response = checked.withHeader("Cache-Control", "no-store");
    boolean head = permit.request().origin().method() == HttpMethod.HEAD;
    return head ? response.withBody(new byte[0]) : response;
  }

  private Guarded record(Running running, Checked checked) {
    Permit permit = running.permit();
    boolean ended = !checked.aborted() && running.standing().lost().isPresent();
    Checked leaves =
        ended
            ? Checked.aborted(Refusals.ended(), checked.released(), EnforceReason.SESSION_ENDED)
            : checked;
    try {
      trail.released(permit, leaves);
      return new Guarded(permit, leaving(permit, leaves.response()));
    } catch (AuditUnavailableException e) {
      return noAudit();
    }
  }
}
