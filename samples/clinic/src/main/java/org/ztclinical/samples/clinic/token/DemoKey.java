package org.ztclinical.samples.clinic.token;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * A key that an app makes for itself and never shows, and the proofs it signs with it (DPoP, RFC
 * 9449): tokens that are bound to it are worth nothing to others.
 */
public final class DemoKey {
  private static final int COORDINATE_BYTES = 32;

  private final KeyPair pair;

  private DemoKey(KeyPair pair) {
    this.pair = pair;
  }

  /** A new key on P-256. */
  public static DemoKey create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new DemoKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no P-256", e);
    }
  }

  /** A proof for the request that asks for a token (RFC 9449 §5). */
  public String proof(String method, String url) {
    return sign(claims(method, url) + "}");
  }

  /** A proof for a request that shows a token (RFC 9449 §7). */
  public String proof(String method, String url, String accessToken) {
    return sign(claims(method, url) + ",\"ath\":\"" + base64(sha256(accessToken)) + "\"}");
  }

  /** The target is named without its query (RFC 9449 §4.2). */
  private static String claims(String method, String url) {
    String target = url.contains("?") ? url.substring(0, url.indexOf('?')) : url;
    return """
        {"htm":"%s","htu":"%s","iat":%d,"jti":"%s\""""
        .formatted(method, target, Instant.now().getEpochSecond(), UUID.randomUUID());
  }

  private String sign(String claims) {
    String signed = base64(bytes(header())) + "." + base64(bytes(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(pair.getPrivate());
      signature.update(bytes(signed));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM does not sign with ES256", e);
    }
  }

  private String header() {
    ECPublicKey open = (ECPublicKey) pair.getPublic();
    return """
        {"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"%s","y":"%s"}}"""
        .formatted(
            base64(coordinate(open.getW().getAffineX())),
            base64(coordinate(open.getW().getAffineY())));
  }

  /** Of exactly 32 bytes (RFC 7518 §6.2.1.2), without the byte that a sign may add. */
  private static byte[] coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] exact = new byte[COORDINATE_BYTES];
    int from = Math.max(0, bytes.length - COORDINATE_BYTES);
    byte[] used = Arrays.copyOfRange(bytes, from, bytes.length);
    System.arraycopy(used, 0, exact, COORDINATE_BYTES - used.length, used.length);
    return exact;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "DemoKey[redacted]";
  }
}
