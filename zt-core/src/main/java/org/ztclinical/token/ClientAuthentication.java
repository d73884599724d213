package org.ztclinical.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How we show an issuer who we are when we ask it about tokens. The only place in this room that
 * holds a secret; none prints it. Implementations are safe for use by many threads.
 */
interface ClientAuthentication {
  /** Adds what shows who we are, to the request's head or to its form. */
  void add(HttpRequest.Builder head, Map<String, String> form, String audience, Instant now);

  /** {@code client_secret_basic} (RFC 6749 §2.3.1). */
  static ClientAuthentication basic(String clientId, String secret) {
    String pair = encoded(clientId) + ":" + encoded(secret);
    String value =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    return (head, form, audience, now) -> head.header("Authorization", value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The client certificate of the connection (RFC 8705 §2); the form names the client. */
  static ClientAuthentication mutualTls(String clientId) {
    return (head, form, audience, now) -> form.put("client_id", clientId);
  }

  /** {@code private_key_jwt} (RFC 7523 §2.2): each call has an assertion of its own. */
  static ClientAuthentication privateKeyJwt(String clientId, String privateJwk) {
    try {
      JWK jwk = JWK.parse(privateJwk);
      if (jwk instanceof RSAKey rsa && rsa.isPrivate()) {
        return signing(clientId, new RSASSASigner(rsa), algorithm(jwk, JWSAlgorithm.RS256), jwk);
      }
      if (jwk instanceof ECKey ec && ec.isPrivate()) {
        ECDSASigner signer = new ECDSASigner(ec);
        JWSAlgorithm ours = signer.supportedJWSAlgorithms().iterator().next();
        return signing(clientId, signer, algorithm(jwk, ours), jwk);
      }
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      // Not kept as the cause: its message may hold a part of the key.
      throw new IllegalArgumentException("the client's key is not a JWK that can sign");
    }
    throw new IllegalArgumentException("the client's key is not a private RSA or EC key");
  }

  private static JWSAlgorithm algorithm(JWK jwk, JWSAlgorithm otherwise) {
    return jwk.getAlgorithm() == null
        ? otherwise
        : JWSAlgorithm.parse(jwk.getAlgorithm().getName());
  }

  private static ClientAuthentication signing(
      String clientId, JWSSigner signer, JWSAlgorithm algorithm, JWK jwk) {
    return new Signed(clientId, signer, algorithm, jwk.getKeyID());
  }

  /** The same with a key that need not leave where it is, as in a hardware module. */
  static ClientAuthentication privateKeyJwt(
      String clientId, PrivateKey key, SigningAlgorithm algorithm, String keyId) {
    try {
      JWSSigner signer =
          algorithm.keyType().equals("RSA")
              ? new RSASSASigner(key)
              : new ECDSASigner(key, Curve.parse(algorithm.curve()));
      return new Signed(clientId, signer, JWSAlgorithm.parse(algorithm.name()), keyId);
    } catch (JOSEException | IllegalArgumentException e) {
      throw new IllegalArgumentException("the client's key is not one for " + algorithm);
    }
  }

  /** Signs a new assertion for each call. */
  final class Signed implements ClientAuthentication {
    private static final int LIFE_SECONDS = 60;

    private final String clientId;
    private final JWSSigner signer;
    private final JWSHeader header;

    private Signed(
        String clientId, JWSSigner signer, JWSAlgorithm algorithm, @Nullable String keyId) {
      if (!signer.supportedJWSAlgorithms().contains(algorithm)) {
        throw new IllegalArgumentException("the client's key is not one for " + algorithm);
      }
      this.clientId = clientId;
      this.signer = signer;
      this.header = new JWSHeader.Builder(algorithm).keyID(keyId).build();
    }

    @Override
    public void add(
        HttpRequest.Builder head, Map<String, String> form, String audience, Instant now) {
      JWTClaimsSet claims =
          new JWTClaimsSet.Builder()
              .issuer(clientId)
              .subject(clientId)
              .audience(audience)
              .jwtID(UUID.randomUUID().toString())
              .issueTime(Date.from(now))
              .expirationTime(Date.from(now.plusSeconds(LIFE_SECONDS)))
              .build();
      SignedJWT assertion = new SignedJWT(header, claims);
      try {
        assertion.sign(signer);
      } catch (JOSEException e) {
        throw new IllegalStateException("the client's assertion cannot be signed", e);
      }
      form.put("client_id", clientId);
      form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      form.put("client_assertion", assertion.serialize());
    }

    @Override
    public String toString() {
      return "ClientAuthentication [redacted]";
    }
  }
}
