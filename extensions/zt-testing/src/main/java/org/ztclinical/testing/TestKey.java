package org.ztclinical.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.ztclinical.token.SigningAlgorithm;

/** A key pair made when asked for; it exists in the memory of one test run only. */
final class TestKey {
  private final SigningAlgorithm algorithm;
  private final JWK pair;
  private final JWSSigner signer;

  private TestKey(SigningAlgorithm algorithm, JWK pair) throws JOSEException {
    this.algorithm = algorithm;
    this.pair = pair;
    this.signer = new DefaultJWSSignerFactory().createJWSSigner(pair, jose(algorithm));
  }

  static TestKey create(SigningAlgorithm algorithm) {
    try {
      String id = "test-" + UUID.randomUUID();
      return new TestKey(algorithm, generate(algorithm, id));
    } catch (JOSEException e) {
      throw new IllegalStateException("could not make a key for " + algorithm, e);
    }
  }

  private static JWK generate(SigningAlgorithm algorithm, String id) throws JOSEException {
    return switch (algorithm) {
      case RS256, RS384, RS512, PS256, PS384, PS512 ->
          new RSAKeyGenerator(2_048).keyID(id).generate();
      case ES256 -> new ECKeyGenerator(Curve.P_256).keyID(id).generate();
      case ES384 -> new ECKeyGenerator(Curve.P_384).keyID(id).generate();
      case ES512 -> new ECKeyGenerator(Curve.P_521).keyID(id).generate();
    };
  }

  private static JWSAlgorithm jose(SigningAlgorithm algorithm) {
    return JWSAlgorithm.parse(algorithm.name());
  }

  SigningAlgorithm algorithm() {
    return algorithm;
  }

  String id() {
    return pair.getKeyID();
  }

  JWK publicKey() {
    return pair.toPublicJWK();
  }

  /** The signature of these characters, in base64url. */
  String sign(String signingInput) {
    try {
      byte[] bytes = signingInput.getBytes(StandardCharsets.US_ASCII);
      return signer.sign(new JWSHeader(jose(algorithm)), bytes).toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("could not sign", e);
    }
  }
}
