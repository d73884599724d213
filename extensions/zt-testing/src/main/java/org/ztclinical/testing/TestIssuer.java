package org.ztclinical.testing;

import com.nimbusds.jose.jwk.JWKSet;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.identity.Identity;
import org.ztclinical.identity.IdentityRejectedException;
import org.ztclinical.identity.IdentityResolver;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;

/**
 * An authorization server in a test's memory: its keys are made at run time, and it mints any
 * token. Safe for use by many threads.
 */
public final class TestIssuer {
  /** The audience of tokens that are not told another. */
  public static final String AUDIENCE = "https://fhir.example";

  private final String issuer;
  private final SigningAlgorithm algorithm;
  private final InstantSource clock;
  private final List<TestKey> published = new ArrayList<>();
  private TestKey signing;

  private TestIssuer(String issuer, SigningAlgorithm algorithm, InstantSource clock) {
    this.issuer = issuer;
    this.algorithm = algorithm;
    this.clock = clock;
    this.signing = TestKey.create(algorithm);
    this.published.add(signing);
  }

  /** {@code https://issuer.example}, signing with RS256. */
  public static TestIssuer create(InstantSource clock) {
    return of("https://issuer.example", SigningAlgorithm.RS256, clock);
  }

  /** An issuer of this name, signing with this algorithm. */
  public static TestIssuer of(String issuer, SigningAlgorithm algorithm, InstantSource clock) {
    return new TestIssuer(issuer, algorithm, clock);
  }

  /** The {@code iss} of its tokens. */
  public String issuer() {
    return issuer;
  }

  /** The caller of the token that {@link #mint()} makes. */
  public Identity identity() {
    return identity(token -> token);
  }

  /** A good token: five minutes, {@code user-1} through {@code app-1}, no scopes. */
  public String mint() {
    return mint(token -> token);
  }

  /** A good token, bent. */
  public String mint(UnaryOperator<TestToken> change) {
    TestKey key = signingKey();
    TestToken token = change.apply(new TestToken(issuer, key, clock.instant()));
    String input = token.signingInput();
    return input + "." + key.sign(input);
  }

  /** The public keys, as a JWK set. */
  public synchronized String jwks() {
    return new JWKSet(published.stream().map(TestKey::publicKey).toList()).toString();
  }

  /** How this issuer is trusted: with fixed keys, those of now. */
  public TrustedIssuer trusted(String audience) {
    return TrustedIssuer.of(issuer, audience).jwks(jwks());
  }

  /** How this issuer is trusted for {@link #AUDIENCE}. */
  public TrustedIssuer trusted() {
    return trusted(AUDIENCE);
  }

  /**
   * The caller of a good token, bent: minted, verified and resolved as in production, by a server
   * whose base is {@link #AUDIENCE}.
   */
  public Identity identity(UnaryOperator<TestToken> change) {
    return identity(AUDIENCE, change);
  }

  /** The same by a server with this base URL: a {@code fhirUser} below it is somebody there. */
  public Identity identity(String base, UnaryOperator<TestToken> change) {
    TokenVerifier verifier = TokenVerifier.builder().trust(trusted()).clock(clock).build();
    try {
      return identities(base).resolve(verifier.verify(mint(change)));
    } catch (TokenRejectedException | KeysUnavailableException | IdentityRejectedException e) {
      throw new IllegalArgumentException("the token is not a good one: " + e.getMessage(), e);
    }
  }

  /** Who callers are to a server with this base URL that trusts this issuer alone. */
  public IdentityResolver identities(String base) {
    return IdentityResolver.of(List.of(trusted()), ServerBase.of(base));
  }

  /** Publishes a further key and signs with it from now on. */
  public synchronized void rotate() {
    publishNext();
    useNext();
  }

  /** Publishes a further key without signing with it yet. */
  public synchronized void publishNext() {
    published.add(TestKey.create(algorithm));
  }

  /** Signs with the key published last. */
  public synchronized void useNext() {
    signing = published.get(published.size() - 1);
  }

  /** Withdraws every key but the one that signs. */
  public synchronized void withdrawOldKeys() {
    published.removeIf(key -> key != signing);
  }

  /** Serves its keys on a loopback address until closed. */
  public JwksServer serve() {
    return JwksServer.of(this::jwks);
  }

  /** A good token of now, not yet signed. */
  TestToken token() {
    return new TestToken(issuer, signingKey(), clock.instant());
  }

  /** Answers about tokens that only it can read, on a loopback address, until closed. */
  public IntrospectionServer introspect() {
    return IntrospectionServer.of(this);
  }

  synchronized TestKey signingKey() {
    return signing;
  }

  @Override
  public String toString() {
    return "TestIssuer[" + issuer + "]";
  }
}
