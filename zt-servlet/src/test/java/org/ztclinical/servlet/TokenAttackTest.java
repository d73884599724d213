package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.session.SessionsUnavailableException;
import org.ztclinical.session.Target;
import org.ztclinical.testing.ForgedTokens;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TrustedIssuer;

/** Attacks with forged, bent and misused tokens, through real HTTP. */
final class TokenAttackTest {
  private static final Set<String> CATEGORIES =
      Set.of("alg", "signature", "crit", "jwe", "json", "time", "token-type", "issuer-audience");

  @TempDir Path directory;

  private final ManualClock clock = ManualClock.create();
  private final TestIssuer rsa = TestIssuer.create(clock);
  private final TestIssuer elliptic =
      TestIssuer.of("https://elliptic.example", SigningAlgorithm.ES256, clock);
  private final RawKey rawKey = RawKey.create(2048);
  private IdentityApplication application;

  @BeforeEach
  void start() throws Exception {
    TrustedIssuer raw =
        TrustedIssuer.of("https://raw.example", TestIssuer.AUDIENCE)
            .jwks(rawKey.jwks("raw", "RS256"));
    application =
        IdentityApplication.start(
            directory,
            settings ->
                settings
                    .clock(clock)
                    .trustIssuer(rsa.trusted())
                    .trustIssuer(elliptic.trusted())
                    .trustIssuer(raw));
  }

  @AfterEach
  void stop() {
    application.close();
  }

  @Test
  void everyAttackWithATokenIsAnsweredAsTheVectorsSay() {
    TokenAttacks attacks = new TokenAttacks(application, rsa, elliptic, clock);
    Map<String, Supplier<List<Received>>> all = new LinkedHashMap<>(attacks.all());
    all.put("crit-07", () -> application.readWith(unencodedPayload()));
    all.put("signature-10", () -> List.of(malleatedCopyOfTheRevoked()));
    all.put("alg-07", () -> List.of(application.read(rawKey.ps256(rawHeader("PS256"), raw()))));

    IdentityVectors.assertAnswered(CATEGORIES, all, Map.of());

    assertThat(application.read(rsa.mint(IdentityApplication::patient)).status()).isEqualTo(200);
    assertThat(application.read(elliptic.mint(IdentityApplication::patient)).status())
        .isEqualTo(200);
  }

  @Test
  void aKeyVerifiesOnlyTheAlgorithmThatItsSetNames() {
    assertThat(application.read(rawKey.rs256(rawHeader("RS256"), raw())).status()).isEqualTo(200);
    assertThat(application.read(rawKey.ps256(rawHeader("PS256"), raw())).status()).isEqualTo(401);
    // The header says one algorithm, the signature is by the other.
    assertThat(application.read(rawKey.ps256(rawHeader("RS256"), raw())).status()).isEqualTo(401);
    for (String alg : List.of("rs256", "RS256 ", "RS512", "EdDSA", "ES256K", "HS256", "dir", "")) {
      assertThat(application.read(rawKey.rs256(rawHeader(alg), raw())).status())
          .as(alg)
          .isEqualTo(401);
    }
  }

  /** Of (r, s) and (r, n-s) each verifies (RFC 7518 §3.4): only what it says tells the token. */
  private Received malleatedCopyOfTheRevoked() {
    String id = UUID.randomUUID().toString();
    String token = elliptic.mint(t -> IdentityApplication.patient(t).claim("jti", id));
    String copy = malleated(token);
    assertThat(copy).isNotEqualTo(token);
    assertThat(application.readWith(token, copy)).allMatch(read -> read.status() == 200);

    try {
      application.zeroTrust.sessions().terminate(Target.token(elliptic.issuer(), id), "test");
    } catch (SessionsUnavailableException e) {
      throw new IllegalStateException(e);
    }

    assertThat(application.read(token).status()).isEqualTo(401);
    assertThat(application.read(elliptic.mint(IdentityApplication::patient)).status())
        .isEqualTo(200);
    return application.read(copy);
  }

  private static String malleated(String token) {
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
    int half = signature.length / 2;
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length));
    byte[] other = Curve.P_256.toECParameterSpec().getOrder().subtract(s).toByteArray();
    byte[] copy = Arrays.copyOf(signature, signature.length);
    Arrays.fill(copy, half, copy.length, (byte) 0);
    int length = Math.min(other.length, half);
    System.arraycopy(other, other.length - length, copy, copy.length - length, length);
    return TokenAttacks.withSignature(token, copy);
  }

  /** Signed over the encoded claims, and over the claims as they are (RFC 7797 §3). */
  private List<String> unencodedPayload() {
    String header = "{\"typ\":\"at+jwt\",\"kid\":\"raw\",\"alg\":\"RS256\",\"b64\":false}";
    String asItIs = RawKey.encode(header) + "." + raw();
    return List.of(
        rawKey.rs256(header, raw()),
        RawKey.encode(header) + "." + RawKey.encode(raw()) + "." + rawKey.rs256(asItIs));
  }

  private static String rawHeader(String algorithm) {
    return "{\"typ\":\"at+jwt\",\"kid\":\"raw\",\"alg\":\"" + algorithm + "\"}";
  }

  private String raw() {
    long now = clock.instant().getEpochSecond();
    return "{\"iss\":\"https://raw.example\",\"sub\":\"user-1\",\"client_id\":\"app-1\",\"aud\":\""
        + TestIssuer.AUDIENCE
        + "\",\"patient\":\"1\",\"scope\":\"launch/patient patient/*.rs\",\"iat\":"
        + now
        + ",\"exp\":"
        + (now + 300)
        + "}";
  }

  @Test
  void everyForgeryIsAnsweredWith401AndTheSameWords() {
    Received plain = application.read("x.y.z");
    Map<String, String> all =
        new LinkedHashMap<>(ForgedTokens.of(rsa, clock, IdentityApplication::patient).all());
    // Several words are several credentials, and not a bad one.
    all.values().removeIf(token -> token.matches("(?s).*\\s.*"));
    assertThat(all).hasSizeGreaterThan(10);
    all.forEach(
        (name, token) -> {
          Received received = application.read(token);
          assertThat(received.status()).as(name).isEqualTo(401);
          assertThat(received.body()).as(name).isEqualTo(plain.body());
          assertThat(received.header("WWW-Authenticate"))
              .as(name)
              .hasValueSatisfying(
                  challenge -> assertThat(challenge).startsWith("Bearer error=\"invalid_token\""));
        });
  }

  @Test
  void theSameNameInTwoNormalFormsIsTwoPeople() throws Exception {
    String composed = rsa.mint(t -> IdentityApplication.patient(t).subject("J\u00f6rg"));
    String decomposed = rsa.mint(t -> IdentityApplication.patient(t).subject("Jo\u0308rg"));

    application.read(composed);
    String first = application.records.seen().user();
    application.read(decomposed);
    String second = application.records.seen().user();

    assertThat(first).isEqualTo("J\u00f6rg").isNotEqualTo(second);
    assertThat(second).isEqualTo("Jo\u0308rg");
  }

  /** Nothing of a token that is encrypted is computed, whatever costs its header asks for. */
  @Test
  void anEncryptedTokenCostsNoMoreThanAMalformedOne() {
    TokenAttacks attacks = new TokenAttacks(application, rsa, elliptic, clock);
    long malformed = Long.MAX_VALUE;
    long encrypted = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      application.readWith("x.y.z", "x.y");
      malformed = Math.min(malformed, System.nanoTime() - start);
      start = System.nanoTime();
      attacks.all().get("jwe-04").get();
      encrypted = Math.min(encrypted, System.nanoTime() - start);
    }

    assertThat(encrypted - malformed).as("2 requests, ns").isLessThan(10_000_000L);
  }
}
