package org.ztclinical.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.state.StateStore;
import org.ztclinical.token.DpopNonces;
import org.ztclinical.token.DpopProofs;
import org.ztclinical.token.SigningAlgorithm;

/**
 * What is asked of DPoP proofs (RFC 9449). Immutable; each method returns a changed copy.
 *
 * <p>Without further words a proof is signed with ES256, ES384, PS256 or RS256, was made at most 60
 * seconds ago or, as clocks differ, 30 seconds from now, and is accepted once by this process.
 */
public final class DpopRule {
  private static final Duration MAX_AGE = Duration.ofMinutes(10);
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);
  private static final Duration SHORTEST_NONCE = Duration.ofSeconds(10);
  private static final Duration LONGEST_NONCE = Duration.ofHours(1);
  private static final DpopRule STANDARD =
      new DpopRule(
          new LinkedHashSet<>(
              List.of(
                  SigningAlgorithm.ES256,
                  SigningAlgorithm.ES384,
                  SigningAlgorithm.PS256,
                  SigningAlgorithm.RS256)),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          null,
          null,
          null);

  private final Set<SigningAlgorithm> algorithms;
  private final Duration maxAge;
  private final Duration skew;
  private final @Nullable Duration nonceLife;
  private final byte @Nullable [] nonceKey;
  private final @Nullable StateStore store;

  private DpopRule(
      Set<SigningAlgorithm> algorithms,
      Duration maxAge,
      Duration skew,
      @Nullable Duration nonceLife,
      byte @Nullable [] nonceKey,
      @Nullable StateStore store) {
    this.algorithms = algorithms;
    this.maxAge = maxAge;
    this.skew = skew;
    this.nonceLife = nonceLife;
    this.nonceKey = nonceKey;
    this.store = store;
  }

  /** As said above, without nonces. */
  public static DpopRule standard() {
    return STANDARD;
  }

  /** Accepts these algorithms and no others; clients are told of them in this order. */
  public DpopRule algorithms(SigningAlgorithm first, SigningAlgorithm... more) {
    Set<SigningAlgorithm> all = new LinkedHashSet<>(List.of(first));
    all.addAll(Arrays.asList(more));
    return new DpopRule(all, maxAge, skew, nonceLife, nonceKey, store);
  }

  /** How long ago a proof may have been made; a second to 10 minutes. */
  public DpopRule maxAge(Duration age) {
    if (age.toSeconds() < 1 || age.compareTo(MAX_AGE) > 0) {
      throw new IllegalArgumentException("the age of a proof is between a second and 10 minutes");
    }
    return new DpopRule(algorithms, age, skew, nonceLife, nonceKey, store);
  }

  /** How far clocks may differ; at most 5 minutes. */
  public DpopRule clockSkew(Duration changed) {
    if (changed.isNegative() || changed.compareTo(MAX_SKEW) > 0) {
      throw new IllegalArgumentException("the clock skew is between 0 and 5 minutes");
    }
    return new DpopRule(algorithms, maxAge, changed, nonceLife, nonceKey, store);
  }

  /**
   * A proof must hold a nonce that this process gave out at most so long ago (RFC 9449 §9): nobody
   * can make proofs for later, and none made for another instance is accepted here. Clients are
   * sent one with every answer.
   *
   * @param life 10 seconds to an hour
   */
  public DpopRule requireNonce(Duration life) {
    return new DpopRule(algorithms, maxAge, skew, checked(life), null, store);
  }

  /**
   * The same with nonces that all instances know who share the key.
   *
   * @param key 32 random bytes at least, for nothing else
   */
  public DpopRule requireNonce(Duration life, byte[] key) {
    if (key.length < 32) {
      throw new IllegalArgumentException("a key for nonces has at least 32 bytes");
    }
    return new DpopRule(algorithms, maxAge, skew, checked(life), key.clone(), store);
  }

  private static Duration checked(Duration life) {
    if (life.compareTo(SHORTEST_NONCE) < 0 || life.compareTo(LONGEST_NONCE) > 0) {
      throw new IllegalArgumentException("a nonce lives between 10 seconds and an hour");
    }
    return life;
  }

  /**
   * Where it is kept which proofs were used: one that all instances share, so that none is accepted
   * twice. Without this call in the memory of this process, with room for 5,000 proofs of one user
   * at a time and 250,000 in all.
   */
  public DpopRule usedProofsIn(StateStore shared) {
    return new DpopRule(
        algorithms, maxAge, skew, nonceLife, nonceKey, Objects.requireNonNull(shared, "shared"));
  }

  Optional<StateStore> store() {
    return Optional.ofNullable(store);
  }

  Optional<DpopNonces> nonces(InstantSource clock) {
    if (nonceLife == null) {
      return Optional.empty();
    }
    return Optional.of(
        nonceKey == null
            ? DpopNonces.ofThisProcess(nonceLife, skew, clock)
            : DpopNonces.sharing(nonceKey, nonceLife, skew, clock));
  }

  DpopProofs proofs(Optional<DpopNonces> nonces, InstantSource clock) {
    return DpopProofs.of(algorithms, maxAge, skew, nonces, clock);
  }

  /** What is asked, in a few words for the start-up log. */
  String describe() {
    String nonce = nonceLife == null ? "" : ", nonce of " + nonceLife.toSeconds() + " s";
    return "DPoP proofs of " + maxAge.toSeconds() + " s by " + algorithms + nonce;
  }

  @Override
  public String toString() {
    return "DpopRule[" + describe() + "]";
  }
}
