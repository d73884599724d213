package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.token.KeysHealth;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;

/** A wrong configuration fails when it is given, and says what to call. */
class TokenVerifierConfigurationTest {
  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer =
      TestIssuer.of("https://issuer.example", SigningAlgorithm.ES256, clock);
  private final TrustedIssuer trusted = TrustedIssuer.of("https://issuer.example", "aud");

  @Test
  void noIssuerIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> TokenVerifier.builder().build())
        .withMessage("no issuer is trusted: call trust(TrustedIssuer.of(…))");
  }

  @Test
  void anIssuerWithoutKeysIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> TokenVerifier.builder().trust(trusted).build())
        .withMessage(
            "no keys for https://issuer.example: call jwksUri(…), jwks(…) or introspection(…) on it");
  }

  @Test
  void anIssuerTrustedTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenVerifier.builder().trust(issuer.trusted()).trust(issuer.trusted()))
        .withMessageContaining("call trust once for each issuer");
  }

  @Test
  void anIssuerThatIsNoSecureUriIsRefused() {
    for (String name :
        List.of(
            "",
            "issuer",
            "http://issuer.example",
            "ftp://issuer.example",
            "https://",
            "https:x",
            "https://user@issuer.example",
            "https://issuer.example?x",
            "https://issuer.example#x",
            "http://127.0.0.1.evil.example",
            "http://localhost.example",
            "file:///etc",
            "a b")) {
      assertThatIllegalArgumentException().as(name).isThrownBy(() -> TrustedIssuer.of(name, "aud"));
    }
    for (String name : List.of("http://localhost:8080", "http://127.0.0.1/x", "http://[::1]:1")) {
      assertThat(TrustedIssuer.of(name, "aud").issuer()).isEqualTo(name);
    }
  }

  @Test
  void keysBehindAnInsecureAddressAreRefused() {
    for (String uri : List.of("http://issuer.example/jwks", "jwks", "file:///jwks.json")) {
      assertThatIllegalArgumentException()
          .as(uri)
          .isThrownBy(() -> trusted.jwksUri(URI.create(uri)));
    }
  }

  @Test
  void aBlankAudienceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedIssuer.of("https://issuer.example", " "))
        .withMessageContaining("give the aud value of your API");
  }

  @Test
  void keysThatCannotVerifyATokenAreRefused() throws Exception {
    OctetSequenceKey secret = new OctetSequenceKeyGenerator(256).generate();
    String encryption = issuer.jwks().replace("\"use\":\"sig\"", "\"use\":\"enc\"");
    for (String set :
        List.of(
            "",
            "{}",
            "{\"keys\":[]}",
            "[]",
            "{\"keys\":[{\"kty\":\"RSA\"}]}",
            encryption,
            rsa(1_024, 65_537),
            rsa(2_048, 3),
            new JWKSet(secret).toString(false),
            issuer.signingKey().publicKey().toJSONString())) {
      assertThat(set).isNotEqualTo(issuer.jwks());
      assertThatIllegalArgumentException().as(set).isThrownBy(() -> trusted.jwks(set));
    }
  }

  private static String rsa(int bits, long exponent) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(bits, java.math.BigInteger.valueOf(exponent)));
    RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();
    return new JWKSet(new com.nimbusds.jose.jwk.RSAKey.Builder(key).keyID("k").build()).toString();
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> trusted.algorithms());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trusted.clockSkew(Duration.ofMinutes(5).plusMillis(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> trusted.clockSkew(Duration.ofMillis(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> trusted.maxLife(Duration.ZERO));
    for (String name : List.of("crit", "jwk", "jku", "x5u", "x5c", "alg", "b64", "zip", "")) {
      assertThatIllegalArgumentException().as(name).isThrownBy(() -> trusted.ignoreHeader(name));
    }
  }

  @Test
  void aClientThatFollowsRedirectsIsRefused() {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

    assertThatThrownBy(() -> TokenVerifier.builder().httpClient(client))
        .hasMessageContaining("followRedirects(Redirect.NEVER)");
  }

  @Test
  void symmetricAlgorithmsDoNotExist() {
    assertThat(SigningAlgorithm.values())
        .allSatisfy(a -> assertThat(a.name()).matches("(RS|PS|ES)(256|384|512)"));
  }

  @Test
  void fixedKeysAreReportedAsFixed() {
    TokenVerifier verifier = TokenVerifier.builder().trust(issuer.trusted()).build();

    assertThat(verifier.keysHealth())
        .singleElement()
        .satisfies(h -> assertThat(h.state()).isEqualTo(KeysHealth.State.FIXED))
        .satisfies(h -> assertThat(h.keys()).isEqualTo(1));
  }
}
