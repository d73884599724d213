package org.ztclinical.fuzz;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Map;
import org.ztclinical.testing.DpopKey;
import org.ztclinical.token.SigningAlgorithm;

/**
 * Signs whatever it is given as a DPoP proof, and takes proofs apart again as Nimbus reads them.
 */
final class ProofForge {
  private final DpopKey key;
  private final JWSAlgorithm algorithm;
  private final JWSSigner signer;

  private ProofForge(DpopKey key, JWSAlgorithm algorithm, JWSSigner signer) {
    this.key = key;
    this.algorithm = algorithm;
    this.signer = signer;
  }

  static ProofForge of(SigningAlgorithm algorithm) throws ParseException, JOSEException {
    DpopKey key = DpopKey.of(algorithm, InstantSource.system());
    JWSAlgorithm jose = JWSAlgorithm.parse(algorithm.name());
    JWK pair = JWK.parse(key.privateJwk());
    return new ProofForge(key, jose, new DefaultJWSSignerFactory().createJWSSigner(pair, jose));
  }

  DpopKey key() {
    return key;
  }

  /** A good proof, made now, in parts. */
  Parts good(String method, String url, String accessToken) {
    return parts(key.proof(method, url, accessToken));
  }

  /** What Nimbus makes of a proof. */
  static Parts parts(String proof) {
    try {
      Base64URL[] parts = JOSEObject.split(proof);
      return new Parts(
          JSONObjectUtils.parse(parts[0].decodeToString()),
          JSONObjectUtils.parse(parts[1].decodeToString()));
    } catch (ParseException e) {
      throw new IllegalArgumentException("Nimbus does not read it", e);
    }
  }

  /** The bytes of the claims, as they were signed. */
  static byte[] claimsOf(String proof) {
    return new Base64URL(proof.split("\\.", -1)[1]).decode();
  }

  String signed(Parts parts) {
    return signed(parts.headerText(), parts.claimsText());
  }

  String signed(String header, String claims) {
    return signed(header.getBytes(StandardCharsets.UTF_8), claims.getBytes(StandardCharsets.UTF_8));
  }

  String signed(byte[] header, byte[] claims) {
    String input = Base64URL.encode(header) + "." + Base64URL.encode(claims);
    try {
      return input
          + "."
          + signer.sign(new JWSHeader(algorithm), input.getBytes(StandardCharsets.US_ASCII));
    } catch (JOSEException e) {
      throw new IllegalStateException("could not sign", e);
    }
  }

  /** Header and claims, to be changed in place. */
  record Parts(Map<String, Object> header, Map<String, Object> claims) {
    String headerText() {
      return JSONObjectUtils.toJSONString(header);
    }

    String claimsText() {
      return JSONObjectUtils.toJSONString(claims);
    }

    /** The key in the header; a change of it changes the header. */
    @SuppressWarnings("unchecked")
    Map<String, Object> jwk() {
      return (Map<String, Object>) header.get("jwk");
    }
  }
}
