package org.ztclinical.fhirclient;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;

/**
 * Signs the assertion by which a client proves to be itself: {@code private_key_jwt} with RS384 or
 * ES384 (SMART App Launch 2.2 §client authentication, asymmetric; RFC 7523 §3). Each assertion has
 * its own {@code jti} and lives four minutes.
 */
final class ClientAssertion {
  private static final Duration LIFE = Duration.ofMinutes(4);
  private static final int MIN_RSA_BITS = 2_048;
  private static final int P384_BITS = 384;

  private final String clientId;
  private final String keyId;
  private final PrivateKey key;
  private final boolean rsa;

  private ClientAssertion(String clientId, String keyId, PrivateKey key, boolean rsa) {
    this.clientId = clientId;
    this.keyId = keyId;
    this.key = key;
    this.rsa = rsa;
  }

  /**
   * Assertions of one client, signed with one key.
   *
   * @throws IllegalArgumentException when the key is neither RSA of 2048 bits or more nor on P-384
   */
  static ClientAssertion of(String clientId, String keyId, PrivateKey key) {
    if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
      return new ClientAssertion(clientId, keyId, key, true);
    }
    if (key instanceof ECKey ec
        && ec.getParams().getCurve().getField().getFieldSize() == P384_BITS) {
      return new ClientAssertion(clientId, keyId, key, false);
    }
    throw new IllegalArgumentException(
        "privateKey: an RSA key of at least 2048 bits (RS384) or a P-384 key (ES384) is needed");
  }

  /** A new assertion for this token endpoint. */
  String sign(URI tokenEndpoint, Instant now) {
    String signed = part(header()) + "." + part(claims(tokenEndpoint, now));
    try {
      Signature signature =
          Signature.getInstance(rsa ? "SHA384withRSA" : "SHA384withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      // The message may speak of the key.
      throw new IllegalStateException("signing failed: " + e.getClass().getSimpleName());
    }
  }

  private JsonObject header() {
    Map<String, JsonValue> header = new LinkedHashMap<>();
    header.put("alg", new JsonString(rsa ? "RS384" : "ES384"));
    header.put("kid", new JsonString(keyId));
    header.put("typ", new JsonString("JWT"));
    return new JsonObject(header);
  }

  private JsonObject claims(URI tokenEndpoint, Instant now) {
    Map<String, JsonValue> claims = new LinkedHashMap<>();
    claims.put("iss", new JsonString(clientId));
    claims.put("sub", new JsonString(clientId));
    claims.put("aud", new JsonString(tokenEndpoint.toString()));
    claims.put("iat", new JsonNumber(Long.toString(now.getEpochSecond())));
    claims.put("exp", new JsonNumber(Long.toString(now.plus(LIFE).getEpochSecond())));
    claims.put("jti", new JsonString(UUID.randomUUID().toString()));
    return new JsonObject(claims);
  }

  private static String part(JsonObject object) {
    return base64(JsonWriter.write(object));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "client assertions of " + clientId + " [key redacted]";
  }
}
