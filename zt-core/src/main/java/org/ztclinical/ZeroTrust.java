package org.ztclinical;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.EnforcementPoint;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Limits;
import org.ztclinical.enforce.Outlet;
import org.ztclinical.enforce.ProtectedWork;
import org.ztclinical.fhir.FactDeadline;
import org.ztclinical.identity.IdentityResolver;
import org.ztclinical.obligation.Justifications;
import org.ztclinical.policy.DecisionPoint;
import org.ztclinical.policy.PolicyStore;
import org.ztclinical.policy.PolicyWatch;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.RequestContext;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.request.TrustedHops;
import org.ztclinical.session.EventPolling;
import org.ztclinical.session.Sessions;
import org.ztclinical.token.TokenVerifier;

/**
 * Zero Trust for one application. Every request is authenticated, authorized for exactly what it
 * touches, recorded, run, checked resource by resource, and recorded again:
 *
 * <pre>{@code
 * ZeroTrust zeroTrust = ZeroTrust.builder()
 *     .trustIssuer(TrustedIssuer.of("https://login.example.org", "https://ehr.example.org/fhir")
 *         .jwksUri(URI.create("https://login.example.org/jwks")))
 *     .fhirServer("/fhir", "https://ehr.example.org/fhir")
 *     .auditIn(Path.of("/var/lib/ehr/audit"))
 *     .build();
 *
 * Guarded guarded = zeroTrust.guard(attempt, permit -> repository.answer(permit.toPerform()));
 * }</pre>
 *
 * <p>One instance serves an application; it is safe for use by many threads. Servlet applications
 * use {@code ZeroTrustFilter} of zt-servlet instead of calling {@link #guard} themselves.
 */
public final class ZeroTrust implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ZeroTrust.class);

  private final EnforcementPoint enforcement;
  private final DecisionPoint decisions;
  private final IdentityResolver identities;
  private final TokenVerifier tokens;
  private final Sessions sessions;
  private final List<EventPolling> polls;
  private final AuditLog audit;
  private final boolean ownsAudit;
  private final Limits limits;
  private final Justifications justifications;
  private final Set<String> hiddenHeaders;
  private final Optional<PolicyStore> policies;
  private final Optional<PolicyWatch> watch;
  private final FactDeadline facts;
  private final TrustedHops trustedHops;

  ZeroTrust(
      EnforcementPoint enforcement,
      DecisionPoint decisions,
      IdentityResolver identities,
      TokenVerifier tokens,
      Sessions sessions,
      List<EventPolling> polls,
      AuditLog audit,
      boolean ownsAudit,
      Limits limits,
      Justifications justifications,
      Set<String> hiddenHeaders,
      Optional<PolicyStore> policies,
      Optional<PolicyWatch> watch,
      FactDeadline facts,
      TrustedHops trustedHops) {
    this.enforcement = enforcement;
    this.decisions = decisions;
    this.identities = identities;
    this.tokens = tokens;
    this.sessions = sessions;
    this.polls = List.copyOf(polls);
    this.audit = audit;
    this.ownsAudit = ownsAudit;
    this.limits = limits;
    this.justifications = justifications;
    this.hiddenHeaders = hiddenHeaders;
    this.policies = policies;
    this.watch = watch;
    this.facts = facts;
    this.trustedHops = trustedHops;
    decisions.describe().forEach(layer -> LOG.info("Zero Trust layer {}", layer));
    tokens.describe().forEach(line -> LOG.info("Zero Trust {}", line));
    identities.describe().forEach(issuer -> LOG.info("Zero Trust {}", issuer));
  }

  /** Starts the configuration of an application's protection. */
  public static ZeroTrustBuilder builder() {
    return new ZeroTrustBuilder();
  }

  /**
   * Runs the work if, and only if, the request is permitted, and hands back what may leave. Throws
   * nothing for what a caller sent; the answer of a refused request stands in {@link
   * Guarded#response()} too.
   */
  public Guarded guard(Attempt attempt, ProtectedWork work) {
    return enforcement.guard(attempt, work);
  }

  /** As {@link #guard}, for work that ends later on another thread. */
  public CompletionStage<Guarded> guardAsync(Attempt attempt, ProtectedWork.Async work) {
    return enforcement.guardAsync(attempt, work);
  }

  /**
   * As {@link #guardAsync}, for work whose answer may be too large to be held: search sets and
   * histories above {@link Limits#streamAboveBytes()} leave through the outlet as they come, entry
   * by entry.
   */
  public CompletionStage<Guarded> guardStreamed(
      Attempt attempt, ProtectedWork.Streamed work, Outlet outlet) {
    return enforcement.guardStreamed(attempt, work, outlet);
  }

  /**
   * Refuses by its head, with an attempt that has no body, a request that nobody may make; for
   * adapters, before they keep a large body. Empty: read on, and guard the whole.
   */
  public Optional<Guarded> screen(Attempt head) {
    return enforcement.screen(head);
  }

  /**
   * True where nobody needs a credential, so that a session that does not count is no reason to
   * refuse; for adapters that find credentials elsewhere than in a header.
   */
  public boolean isPublic(CanonicalRequest request) {
    return enforcement.isPublic(request);
  }

  /** Records and answers a request that could not be read; for adapters. */
  public Guarded refuse(RequestContext context, RequestRefusedException refusal) {
    return enforcement.refuse(context, refusal);
  }

  /** Whose word about certificates adapters may take. */
  public TrustedHops trustedHops() {
    return trustedHops;
  }

  /** How many bytes of this request's body adapters may read before they refuse it. */
  public int mostBodyBytes(CanonicalRequest request) {
    return enforcement.mostBodyBytes(request, limits.maxRequestBodyBytes());
  }

  /** How much adapters may read before they refuse. */
  public Limits limits() {
    return limits;
  }

  /**
   * Names, in lower case, of request headers that are meant for this library alone; adapters keep
   * them from the application on every route.
   */
  public Set<String> hiddenHeaders() {
    return hiddenHeaders;
  }

  /** For an application whose own dialog asks users for their reasons. */
  public Justifications justifications() {
    return justifications;
  }

  /**
   * For ending what tokens still stand for, and for withdrawing trust, while the application runs.
   */
  public Sessions sessions() {
    return sessions;
  }

  /** How the protection is, now. */
  public Health health() {
    return new Health(
        tokens.keysHealth(),
        tokens.transmitterKeysHealth(),
        audit.health(),
        policies.map(PolicyStore::health),
        polls.stream().map(EventPolling::health).toList(),
        decisions.describe());
  }

  /** The audit log, for reading its pseudonyms and health. */
  public AuditLog audit() {
    return audit;
  }

  /**
   * Reads the policies again. Good ones decide when it returns; others change nothing, are reported
   * to the log and stand in {@link #health()} until they are mended.
   *
   * @return true when other policies decide than before
   */
  public boolean reloadPolicies() {
    return policies.map(PolicyStore::reload).orElse(false);
  }

  /**
   * Closes the audit log, unless it was handed in open: then it stays its opener's to close.
   * Requests that arrive later are refused, because they cannot be recorded.
   */
  @Override
  public void close() {
    watch.ifPresent(PolicyWatch::close);
    facts.close();
    polls.forEach(EventPolling::close);
    sessions.close();
    if (ownsAudit) {
      audit.close();
    }
  }

  /** The layers and what they are configured to do; then each issuer and how far its word goes. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>(decisions.describe());
    lines.addAll(identities.describe());
    return lines;
  }
}
