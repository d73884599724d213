package org.ztclinical.token;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.request.TargetUri;

/**
 * Verifies proofs of possession (RFC 9449 §4.3) at a resource server. Everything that can refuse a
 * proof cheaply comes before its signature: size, form, type, algorithm, whether its key is the one
 * that the token is bound to, method, target, token, time, nonce. Nothing is remembered of any
 * proof. Safe for use by many threads.
 */
public final class DpopProofs {
  private static final int MAX_LENGTH = 8 * 1024;

  private final Set<SigningAlgorithm> algorithms;
  private final long maxAge;
  private final long skew;
  private final Optional<DpopNonces> nonces;
  private final InstantSource clock;
  private final SignatureProvider signatures;

  private DpopProofs(
      Set<SigningAlgorithm> algorithms,
      Duration maxAge,
      Duration skew,
      Optional<DpopNonces> nonces,
      InstantSource clock,
      SignatureProvider signatures) {
    this.algorithms = Collections.unmodifiableSet(new LinkedHashSet<>(algorithms));
    this.maxAge = maxAge.toSeconds();
    this.skew = skew.toSeconds();
    this.nonces = nonces;
    this.clock = clock;
    this.signatures = signatures;
  }

  /**
   * A verifier.
   *
   * @param algorithms that are accepted, in the order in which clients are told of them
   * @param maxAge how long ago a proof may have been made
   * @param skew how far in the future, by our clock
   * @param nonces of which a proof must hold one; empty when it need not
   */
  public static DpopProofs of(
      Set<SigningAlgorithm> algorithms,
      Duration maxAge,
      Duration skew,
      Optional<DpopNonces> nonces,
      InstantSource clock) {
    return new DpopProofs(
        algorithms, maxAge, skew, nonces, new ForwardClock(clock), SignatureProvider.standard());
  }

  /** The same, with signatures verified by this provider where it can. */
  public DpopProofs using(SignatureProvider provider) {
    return new DpopProofs(
        algorithms,
        Duration.ofSeconds(maxAge),
        Duration.ofSeconds(skew),
        nonces,
        clock,
        Objects.requireNonNull(provider, "provider"));
  }

  /**
   * The proof, if it was made for this call by who holds the key.
   *
   * @param proof the value of the one {@code DPoP} field
   * @throws ProofRejectedException if it is anything else
   */
  public DpopProof verify(String proof, DpopCall call) throws ProofRejectedException {
    if (proof.length() > MAX_LENGTH) {
      throw new ProofRejectedException(ProofReason.TOO_LARGE);
    }
    CompactToken token = compact(proof);
    ProofHeader header = ProofHeader.parse(token.header(), algorithms);
    if (!header.key().value().equals(call.keyThumbprint())) {
      throw new ProofRejectedException(ProofReason.WRONG_KEY);
    }
    ProofClaims claims = ProofClaims.parse(token.claims());
    TargetUri target = requireCall(claims, call);
    long now = clock.millis();
    requireTime(claims, now / 1_000);
    requireNonce(claims);
    if (!header.verificationKey(signatures).verifies(header.algorithm(), token)) {
      throw new ProofRejectedException(ProofReason.SIGNATURE_INVALID);
    }
    return new DpopProof(
        call.keyThumbprint(), claims.id(), target, acceptableFor(claims.issuedAt(), now));
  }

  /** The algorithms that are accepted, in the order in which clients are told of them. */
  public Set<SigningAlgorithm> algorithms() {
    return algorithms;
  }

  private static CompactToken compact(String proof) throws ProofRejectedException {
    try {
      return CompactToken.parse(proof);
    } catch (TokenRejectedException e) {
      throw new ProofRejectedException(ProofReason.MALFORMED);
    }
  }

  private static TargetUri requireCall(ProofClaims claims, DpopCall call)
      throws ProofRejectedException {
    if (!claims.method().equals(call.method().name())) {
      throw new ProofRejectedException(ProofReason.WRONG_METHOD);
    }
    TargetUri target =
        TargetUri.parse(claims.target())
            .filter(call.targets()::contains)
            .orElseThrow(() -> new ProofRejectedException(ProofReason.WRONG_TARGET));
    if (!claims.tokenHash().equals(JwkThumbprint.sha256(call.accessToken()))) {
      throw new ProofRejectedException(ProofReason.WRONG_TOKEN);
    }
    return target;
  }

  private void requireTime(ProofClaims claims, long now) throws ProofRejectedException {
    if (claims.issuedAt() > now + skew) {
      throw new ProofRejectedException(ProofReason.FROM_FUTURE);
    }
    if (claims.issuedAt() < now - maxAge) {
      throw new ProofRejectedException(ProofReason.TOO_OLD);
    }
    // RFC 9449 asks for neither, and RFC 7519 §4.1.4, §4.1.5 for both to be heeded.
    if (claims.expiresAt() <= now - skew) {
      throw new ProofRejectedException(ProofReason.EXPIRED);
    }
    if (claims.notBefore() > now + skew) {
      throw new ProofRejectedException(ProofReason.NOT_YET_VALID);
    }
  }

  private void requireNonce(ProofClaims claims) throws ProofRejectedException {
    if (nonces.isEmpty()) {
      return;
    }
    if (claims.nonce().isEmpty()) {
      throw new ProofRejectedException(ProofReason.NONCE_MISSING);
    }
    if (!nonces.get().isGood(claims.nonce())) {
      throw new ProofRejectedException(ProofReason.NONCE_NOT_ACCEPTED);
    }
  }

  /**
   * Until the first moment at which it is too old, by a clock that is behind as far as clocks may
   * differ. That is counted from when the proof says it was made, which may be later than now: a
   * constant time would end before.
   */
  private Duration acceptableFor(long issuedAt, long nowMillis) {
    return Duration.ofMillis((issuedAt + maxAge + skew + 1) * 1_000 - nowMillis);
  }

  @Override
  public String toString() {
    return "DPoP proofs by " + algorithms;
  }
}
