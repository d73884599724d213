package org.ztclinical.enforce;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ztclinical.access.PublicAccess;
import org.ztclinical.access.Rejection;

/**
 * Routes that nobody needs a credential for: those declared public, preflights of browsers, and
 * what issuers tell. Each access is recorded in the lane of strangers. Safe for use by many
 * threads.
 */
final class OpenRoutes {
  private final Routes routes;
  private final Receivers receivers;
  private final Set<String> hiddenHeaders;
  private final AuditTrail trail;

  OpenRoutes(Routes routes, Receivers receivers, Set<String> hiddenHeaders, AuditTrail trail) {
    this.routes = routes;
    this.receivers = Objects.requireNonNull(receivers, "receivers");
    this.hiddenHeaders = hiddenHeaders;
    this.trail = trail;
  }

  /** Runs the application; its answer leaves as it is. */
  CompletionStage<Guarded> publicAccess(Attempt attempt, Route route, ProtectedWork.Streamed work) {
    PublicAccess access =
        PublicAccess.issue(route.name(), attempt.request().withoutHeaders(hiddenHeaders));
    trail.publicAccess(attempt, route.name());
    try {
      return work.perform(access, new HeldOnly())
          .handle(
              (response, failure) ->
                  new Guarded(
                      access, failure == null && response != null ? response : Refusals.failed()));
    } catch (Exception e) {
      return CompletableFuture.completedFuture(new Guarded(access, Refusals.failed()));
    }
  }

  /** What an issuer tells; the application is not asked. */
  Guarded signal(Attempt attempt, Route route) {
    Receivers.Form form = routes.form(attempt.request().path()).orElseThrow();
    Optional<Receivers.Refused> refused = receivers.receive(form, attempt);
    if (refused.isPresent()) {
      trail.rejected(attempt.context(), refused.get().reason());
      return new Guarded(
          new Rejection(refused.get().kind(), refused.get().reason()), refused.get().response());
    }
    PublicAccess access = PublicAccess.issue(route.name(), attempt.request());
    trail.publicAccess(attempt, route.name());
    return new Guarded(access, Receivers.received(form));
  }

  /** What browsers ask before they send what a page wants. */
  Guarded preflight(Attempt attempt, Route route) {
    PublicAccess access = PublicAccess.issue(route.name(), attempt.request());
    trail.publicAccess(attempt, route.name());
    return new Guarded(access, Cors.preflight(hiddenHeaders));
  }
}
