package org.ztclinical.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonWriter;

/**
 * The examples of the standards: what is signed there verifies here, what is refused is refused.
 */
class RfcExamplesTest {
  @Test
  void everySignatureOfAnAcceptedAlgorithmVerifies() throws Exception {
    int verified = 0;
    for (JsonObject example : examples("jws")) {
      String id = text(example, "id");
      String token = text(example, "token");
      String algorithm = text(example, "alg");
      if (SigningAlgorithm.named(algorithm).isPresent()) {
        assertThat(verifies(token, jwk(example))).as(id).isTrue();
        assertThat(verifies(otherSignature(token), jwk(example))).as(id).isFalse();
        verified++;
      }
    }

    assertThat(verified).isGreaterThanOrEqualTo(6);
  }

  /** That the signature is right is shown by other means; it is the algorithm that is refused. */
  @Test
  void aGoodSignatureOfAnotherAlgorithmIsRefused() throws Exception {
    int refused = 0;
    for (JsonObject example : examples("jws")) {
      String algorithm = text(example, "alg");
      if (SigningAlgorithm.named(algorithm).isEmpty()) {
        String token = text(example, "token");
        boolean good =
            algorithm.equals("EdDSA") ? ed25519(token, jwk(example)) : hmac(token, jwk(example));
        assertThat(good).as(text(example, "id")).isTrue();
        CompactToken parts = CompactToken.parse(token);
        assertThatThrownBy(() -> TokenHeader.parse(parts.header()))
            .isInstanceOfSatisfying(
                TokenRejectedException.class,
                e -> assertThat(e.reason()).isEqualTo(TokenReason.ALGORITHM_NOT_ALLOWED));
        refused++;
      }
    }

    assertThat(refused).isGreaterThanOrEqualTo(3);
  }

  @Test
  void everythingThatIsNoAccessTokenIsRefusedBeforeAnyKeyIsAsked() throws Exception {
    TokenVerifier verifier =
        TokenVerifier.builder()
            .trust(
                TrustedIssuer.of("https://server.example.com", "x")
                    .acceptPlainJwt()
                    .jwks("{\"keys\":[" + jwk(examples("jws").get(1)) + "]}"))
            .build();
    List<JsonObject> examples = examples("jws-reject");

    assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
    for (JsonObject example : examples) {
      assertThatThrownBy(() -> verifier.verify(text(example, "token")))
          .as(text(example, "id"))
          .isInstanceOf(TokenRejectedException.class);
    }
  }

  @Test
  void claimsAreReadAsTheyStand() throws Exception {
    for (JsonObject example : examples("jwt-claims")) {
      CompactToken token = CompactToken.parse(text(example, "token"));

      JsonObject claims = AccessTokenClaims.read(token.claims());

      assertThat(claims).isEqualTo(example.object("claims").orElseThrow());
      assertThat(Confirmation.of(claims).keyThumbprint()).isPresent();
    }
  }

  @Test
  void everyThumbprintIsTheOneOfTheStandard() throws Exception {
    List<JsonObject> examples = examples("jwk-thumbprint");
    assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
    for (JsonObject example : examples) {
      assertThat(JwkThumbprint.of(example.object("jwk").orElseThrow()).orElseThrow().value())
          .as(text(example, "id"))
          .isEqualTo(text(example, "thumbprint"));
    }
  }

  @Test
  void anIntrospectionAnswerIsAcceptedUntilItsTokenEnds() throws Exception {
    for (JsonObject example : examples("introspection")) {
      JsonObject answer = example.object("response").orElseThrow();
      IntrospectedClaims rules = introspected();
      if (text(example, "id").endsWith("inactive")) {
        assertThatThrownBy(() -> rules.check(answer, 1_419_350_300, Duration.ofSeconds(30)))
            .isInstanceOfSatisfying(
                TokenRejectedException.class,
                e -> assertThat(e.reason()).isEqualTo(TokenReason.INACTIVE));
      } else {
        AccessTokenClaims claims = rules.check(answer, 1_419_350_300, Duration.ofSeconds(30));
        assertThat(claims.subject()).isEqualTo("Z5O3upPC88QrAjx00dis");
        assertThat(claims.scopes()).containsExactly("read", "write", "dolphin");
        assertThatThrownBy(() -> rules.check(answer, 1_419_356_238 + 30, Duration.ofSeconds(30)))
            .isInstanceOfSatisfying(
                TokenRejectedException.class,
                e -> assertThat(e.reason()).isEqualTo(TokenReason.EXPIRED));
      }
    }
  }

  private static IntrospectedClaims introspected() {
    Introspection settings =
        Introspection.at(URI.create("https://server.example.com/introspect"))
            .clientSecret("a", "not a secret: nobody is asked");
    TrustedIssuer issuer =
        TrustedIssuer.of("https://server.example.com/", "https://protected.example.net/resource");
    return new IntrospectedClaims(issuer.introspection(settings), settings);
  }

  private static boolean verifies(String token, String jwk) throws Exception {
    CompactToken parts = CompactToken.parse(token);
    TokenHeader header = TokenHeader.parse(parts.header());
    VerificationKey key = VerificationKey.parse(jwk).orElseThrow();
    return key.suits(header.algorithm()) && key.verifies(header.algorithm(), parts);
  }

  /** The same with one bit of the signature changed. */
  private static String otherSignature(String token) {
    int dot = token.lastIndexOf('.') + 1;
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot));
    signature[signature.length / 2] ^= 1;
    return token.substring(0, dot)
        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static boolean hmac(String token, String jwk) throws Exception {
    byte[] secret = JWK.parse(jwk).toOctetSequenceKey().toByteArray();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    CompactToken parts = CompactToken.parse(token);
    byte[] tag = mac.doFinal(parts.signingInput());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(tag)
        .equals(parts.signatureText());
  }

  private static boolean ed25519(String token, String jwk) throws Exception {
    byte[] point = JWK.parse(jwk).toOctetKeyPair().getDecodedX();
    boolean odd = (point[point.length - 1] & 0x80) != 0;
    byte[] bigEndian = new byte[point.length];
    for (int i = 0; i < point.length; i++) {
      bigEndian[i] = point[point.length - 1 - i];
    }
    bigEndian[0] &= 0x7f;
    EdECPoint y = new EdECPoint(odd, new BigInteger(1, bigEndian));
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, y));
    CompactToken parts = CompactToken.parse(token);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(key);
    signature.update(parts.signingInput());
    return signature.verify(Base64.getUrlDecoder().decode(parts.signatureText()));
  }

  private static String jwk(JsonObject example) {
    return new String(
        JsonWriter.write(example.object("jwk").orElseThrow()), StandardCharsets.UTF_8);
  }

  private static String text(JsonObject example, String name) {
    return example.string(name).orElseThrow();
  }

  private static List<JsonObject> examples(String kind) throws Exception {
    Path file = Path.of(System.getProperty("zt.shared", ""), "vectors/identity/rfc-examples.json");
    if (!Files.isReadable(file)) {
      assertThat(System.getenv("ZT_SHARED_REQUIRED")).as("the examples are not there").isNull();
      Assumptions.abort("skipped: the examples of the standards are not there");
    }
    JsonObject all = JsonReader.of(JsonLimits.forResources()).readObject(Files.readAllBytes(file));
    Predicate<JsonObject> wanted = e -> e.string("kind").filter(kind::equals).isPresent();
    List<JsonObject> examples = new ArrayList<>();
    all.array("vectors")
        .forEach(
            value -> {
              if (value instanceof JsonObject example && wanted.test(example)) {
                examples.add(example);
              }
            });
    return examples;
  }
}
