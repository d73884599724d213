package org.ztclinical.testing;

import com.nimbusds.jose.JOSEException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.ztclinical.token.SigningAlgorithm;

/**
 * A client's key for proofs of possession (RFC 9449), made at run time: tokens are bound to it by
 * {@link TestToken#boundTo(DpopKey)}, and it makes the proofs. Safe for use by many threads.
 */
public final class DpopKey {
  private final TestKey key;
  private final InstantSource clock;

  private DpopKey(TestKey key, InstantSource clock) {
    this.key = key;
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** A key for ES256. */
  public static DpopKey create(InstantSource clock) {
    return of(SigningAlgorithm.ES256, clock);
  }

  /** A key for this algorithm. */
  public static DpopKey of(SigningAlgorithm algorithm, InstantSource clock) {
    return new DpopKey(TestKey.create(algorithm), clock);
  }

  /** The SHA-256 thumbprint of the public key (RFC 7638), as {@code jkt} has it. */
  public String thumbprint() {
    try {
      return key.publicKey().computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("could not hash a key", e);
    }
  }

  /**
   * A good proof for one request: of another id each time, made now.
   *
   * @param method as sent
   * @param url the absolute URL by which clients call it
   * @param accessToken as it stands behind the scheme {@code DPoP}
   */
  public String proof(String method, String url, String accessToken) {
    return proof(method, url, accessToken, proof -> proof);
  }

  /** The same, bent. */
  public String proof(
      String method, String url, String accessToken, UnaryOperator<TestProof> change) {
    TestProof proof =
        change.apply(
            new TestProof(key.algorithm(), publicJwk(), clock.instant(), method, url, accessToken));
    String input = proof.signingInput();
    return input + "." + key.sign(input);
  }

  /** Its public half, as it stands in the header of proofs. */
  public Map<String, Object> publicJwk() {
    Map<String, Object> jwk = key.publicKey().toJSONObject();
    jwk.keySet().retainAll(Set.of("kty", "crv", "x", "y", "n", "e"));
    return jwk;
  }

  /** Both halves, for tests of what must not be sent. */
  public Map<String, Object> privateJwk() {
    return key.pair().toJSONObject();
  }

  @Override
  public String toString() {
    return "DpopKey [redacted]";
  }
}
