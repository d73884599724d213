package org.ztclinical.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.identity.Identity;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.ClientCertificate;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.RequestContext;
import org.ztclinical.token.Confirmation;
import org.ztclinical.token.DpopCall;
import org.ztclinical.token.DpopNonces;
import org.ztclinical.token.DpopProof;
import org.ztclinical.token.DpopProofs;
import org.ztclinical.token.ProofRejectedException;
import org.ztclinical.token.SignatureProvider;
import org.ztclinical.token.SigningAlgorithm;

/**
 * Proves with every request that its sender holds all that the token is bound to: the client
 * certificate of the connection (RFC 8705 §3), the key of a DPoP proof (RFC 9449 §7.1). A token
 * that is bound to nothing passes as a bearer token. Safe for use by many threads.
 *
 * <h2>Once</h2>
 *
 * A proof is used up last, after everything else about it and its token was right, so that nobody
 * but its maker can use it up. One request may be looked at several times, as before and after its
 * body is read and for the targets it is forwarded to within the application: what it proved is
 * known by the instance of its {@link Credentials}, and forgotten with that.
 */
public final class SenderConstraint {
  private static final int MAX_UNDER_WAY = 100_000;

  private final ExternalUrls urls;
  private final DpopRule rule;
  private final Optional<DpopNonces> nonces;
  private final DpopProofs proofs;
  private final UsedProofs used;
  private final Cache<Credentials, RequestContext> proven;

  private SenderConstraint(
      ExternalUrls urls,
      DpopRule rule,
      Optional<DpopNonces> nonces,
      InstantSource clock,
      NoticeListener notices,
      SignatureProvider signatures) {
    this.urls = Objects.requireNonNull(urls, "urls");
    this.rule = rule;
    this.nonces = nonces;
    this.proofs = rule.proofs(nonces, clock).using(signatures);
    this.used = UsedProofs.of(rule, clock, notices);
    // Weak keys are compared by identity.
    this.proven =
        Caffeine.newBuilder().weakKeys().maximumSize(MAX_UNDER_WAY).executor(Runnable::run).build();
  }

  /**
   * The constraint that tokens state themselves.
   *
   * @param urls under which proofs may say that the application is called
   * @param signatures who verifies proofs
   * @throws IllegalStateException when the rule's store does not promise enough
   */
  public static SenderConstraint of(
      ExternalUrls urls,
      DpopRule rule,
      InstantSource clock,
      NoticeListener notices,
      SignatureProvider signatures) {
    return new SenderConstraint(urls, rule, rule.nonces(clock), clock, notices, signatures);
  }

  /**
   * The identity, when the sender of this request proved all that its token is bound to.
   *
   * @throws SenderRejectedException when anything of that was not proven
   */
  public Identity prove(
      Identity identity, Credentials credentials, RequestContext context, CanonicalRequest request)
      throws SenderRejectedException {
    Confirmation bound = identity.confirmation();
    requireScheme(bound, credentials);
    if (bound.certificateThumbprint().isPresent()) {
      requireCertificate(bound.certificateThumbprint().get(), context);
    }
    if (bound.keyThumbprint().isPresent() && !isProven(credentials, context)) {
      used.use(verified(bound.keyThumbprint().get(), credentials, request), identity);
      proven.put(credentials, context);
    }
    return identity;
  }

  private static void requireScheme(Confirmation bound, Credentials credentials)
      throws SenderRejectedException {
    boolean dpop = credentials.scheme().filter(Credentials.Scheme.DPOP::equals).isPresent();
    if (dpop && bound.keyThumbprint().isEmpty()) {
      throw new SenderRejectedException(SessionReason.TOKEN_NOT_BOUND_TO_KEY);
    }
    if (!dpop && bound.keyThumbprint().isPresent()) {
      throw new SenderRejectedException(SessionReason.BOUND_TOKEN_AS_BEARER);
    }
  }

  private static void requireCertificate(String thumbprint, RequestContext context)
      throws SenderRejectedException {
    Optional<ClientCertificate> shown = context.certificate();
    if (shown.isEmpty()) {
      throw new SenderRejectedException(SessionReason.CERTIFICATE_MISSING);
    }
    if (!shown.get().thumbprint().equals(thumbprint)) {
      throw new SenderRejectedException(SessionReason.CERTIFICATE_OTHER);
    }
    if (!shown.get().isWithinDates(context.receivedAt())) {
      throw new SenderRejectedException(SessionReason.CERTIFICATE_NOT_VALID_NOW);
    }
  }

  /** The same request, not an equal one. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isProven(Credentials credentials, RequestContext context) {
    return proven.getIfPresent(credentials) == context;
  }

  private DpopProof verified(String key, Credentials credentials, CanonicalRequest request)
      throws SenderRejectedException {
    List<String> sent = credentials.proofs();
    if (sent.size() != 1) {
      throw new SenderRejectedException(
          sent.isEmpty() ? SessionReason.PROOF_MISSING : SessionReason.PROOF_AMBIGUOUS);
    }
    DpopCall call =
        new DpopCall(
            request.method(), urls.of(request.path()), credentials.token().orElseThrow(), key);
    try {
      return proofs.verify(sent.get(0), call);
    } catch (ProofRejectedException e) {
      throw new SenderRejectedException(e.asReason());
    }
  }

  /** The algorithms that proofs may be signed with, the preferred first. */
  public Set<SigningAlgorithm> algorithms() {
    return proofs.algorithms();
  }

  /** The nonce to send with answers; empty when proofs need none. */
  public Optional<String> nonce() {
    return nonces.map(DpopNonces::current);
  }

  /** What is asked of whom, in a few words for the start-up log. */
  public String describe() {
    return rule.describe();
  }
}
