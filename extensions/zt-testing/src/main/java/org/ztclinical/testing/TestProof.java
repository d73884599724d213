package org.ztclinical.testing;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ztclinical.token.SigningAlgorithm;

/** A DPoP proof about to be signed (RFC 9449 §4.2): a good one, to be bent as a test needs. */
public final class TestProof {
  private final Instant now;
  private final Map<String, Object> header = new LinkedHashMap<>();
  private final Map<String, Object> claims = new LinkedHashMap<>();
  private @Nullable String headerText;
  private @Nullable String claimsText;

  TestProof(
      SigningAlgorithm algorithm,
      Map<String, Object> jwk,
      Instant now,
      String method,
      String url,
      String accessToken) {
    this.now = now;
    header.put("typ", "dpop+jwt");
    header.put("alg", algorithm.name());
    header.put("jwk", jwk);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("htm", method);
    claims.put("htu", url);
    claims.put("iat", now.getEpochSecond());
    claims.put("ath", hash(accessToken));
  }

  private static String hash(String accessToken) {
    try {
      byte[] bytes = accessToken.getBytes(StandardCharsets.US_ASCII);
      return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(bytes)).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** With this {@code jti}. */
  public TestProof id(String id) {
    return claim("jti", id);
  }

  /** With this nonce of the server. */
  public TestProof nonce(String nonce) {
    return claim("nonce", nonce);
  }

  /** Made so long ago; a negative duration is in the future. */
  public TestProof madeAgo(Duration age) {
    return claim("iat", now.minus(age).getEpochSecond());
  }

  /** Any claim. */
  public TestProof claim(String name, @Nullable Object value) {
    claims.put(name, value);
    return this;
  }

  /** Without this claim. */
  public TestProof without(String name) {
    claims.remove(name);
    return this;
  }

  /** Any header member. */
  public TestProof header(String name, @Nullable Object value) {
    header.put(name, value);
    return this;
  }

  /** Without this header member. */
  public TestProof withoutHeader(String name) {
    header.remove(name);
    return this;
  }

  /** These characters instead of a header. */
  public TestProof headerText(String text) {
    headerText = text;
    return this;
  }

  /** These characters instead of claims. */
  public TestProof claimsText(String text) {
    claimsText = text;
    return this;
  }

  /** The header as it would be written now. */
  public String headerText() {
    return headerText != null ? headerText : JSONObjectUtils.toJSONString(header);
  }

  /** The claims as they would be written now, for a test to change as text. */
  public String claimsText() {
    return claimsText != null ? claimsText : JSONObjectUtils.toJSONString(claims);
  }

  String signingInput() {
    return Base64URL.encode(headerText()) + "." + Base64URL.encode(claimsText());
  }

  @Override
  public String toString() {
    return "TestProof [redacted]";
  }
}
