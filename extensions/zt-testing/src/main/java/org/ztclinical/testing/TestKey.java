package org.ztclinical.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
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
          described(new RSAKeyGenerator(2_048), algorithm, id);
      case ES256 -> described(new ECKeyGenerator(Curve.P_256), algorithm, id);
      case ES384 -> described(new ECKeyGenerator(Curve.P_384), algorithm, id);
      case ES512 -> described(new ECKeyGenerator(Curve.P_521), algorithm, id);
    };
  }

  private static <J extends JWK> JWK described(
      JWKGenerator<J> generator, SigningAlgorithm algorithm, String id) throws JOSEException {
    return generator.keyID(id).keyUse(KeyUse.SIGNATURE).algorithm(jose(algorithm)).generate();
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

  JWK pair() {
    return pair;
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
