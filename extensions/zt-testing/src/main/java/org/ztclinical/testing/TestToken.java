package org.ztclinical.testing;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ztclinical.request.ClientCertificate;

/**
 * A token about to be minted: a good one, to be bent as a test needs. Values are strings, numbers,
 * booleans, lists and maps.
 */
public final class TestToken {
  private final Instant now;
  private final Map<String, Object> header = new LinkedHashMap<>();
  private final Map<String, Object> claims = new LinkedHashMap<>();
  private @Nullable String headerText;
  private @Nullable String claimsText;
  private byte @Nullable [] claimsBytes;

  TestToken(String issuer, TestKey key, Instant now) {
    this.now = now;
    header.put("alg", key.algorithm().name());
    header.put("typ", "at+jwt");
    header.put("kid", key.id());
    claims.put("iss", issuer);
    claims.put("sub", "user-1");
    claims.put("client_id", "app-1");
    claims.put("aud", TestIssuer.AUDIENCE);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(Duration.ofMinutes(5)).getEpochSecond());
  }

  /** For this audience, or these as a list. */
  public TestToken audience(String first, String... more) {
    if (more.length == 0) {
      return claim("aud", first);
    }
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return claim("aud", all);
  }

  /** About this subject. */
  public TestToken subject(String subject) {
    return claim("sub", subject);
  }

  /** For this client. */
  public TestToken client(String clientId) {
    return claim("client_id", clientId);
  }

  /** With these scopes, separated by spaces. */
  public TestToken scope(String scope) {
    return claim("scope", scope);
  }

  /** For this user, as in {@code Practitioner/123} (SMART 2.2 §scopes for requesting identity). */
  public TestToken fhirUser(String reference) {
    return claim("fhirUser", reference);
  }

  /** Launched for this patient. */
  public TestToken patient(String id) {
    return claim("patient", id);
  }

  /** Logged in with MFA a moment ago: {@code amr} {@code pwd otp mfa}, {@code auth_time} now. */
  public TestToken mfa() {
    return claim("amr", List.of("pwd", "otp", "mfa")).claim("auth_time", now.getEpochSecond());
  }

  /** Logged in so long ago. */
  public TestToken authenticatedAgo(Duration age) {
    return claim("auth_time", now.minus(age).getEpochSecond());
  }

  /** With these roles. */
  public TestToken roles(String... names) {
    return claim("roles", List.of(names));
  }

  /** Good until so long from now; a negative duration is in the past. */
  public TestToken expiresIn(Duration life) {
    return claim("exp", now.plus(life).getEpochSecond());
  }

  /** Issued so long ago. */
  public TestToken issuedAgo(Duration age) {
    return claim("iat", now.minus(age).getEpochSecond());
  }

  /** Bound to this key: whoever uses it proves that with every request (RFC 9449 §6.1). */
  public TestToken boundTo(DpopKey key) {
    return bound("jkt", key.thumbprint());
  }

  /** Bound to this client certificate (RFC 8705 §3.1). */
  public TestToken boundTo(X509Certificate certificate) {
    return bound("x5t#S256", ClientCertificate.of(certificate).thumbprint());
  }

  private TestToken bound(String member, String thumbprint) {
    Map<String, Object> confirmation = new LinkedHashMap<>();
    if (claims.get("cnf") instanceof Map<?, ?> known) {
      known.forEach((name, value) -> confirmation.put(String.valueOf(name), value));
    }
    confirmation.put(member, thumbprint);
    return claim("cnf", confirmation);
  }

  /** Any claim. */
  public TestToken claim(String name, Object value) {
    claims.put(name, value);
    return this;
  }

  /** A claim that is there and null. */
  public TestToken nullClaim(String name) {
    claims.put(name, null);
    return this;
  }

  /** Without this claim. */
  public TestToken without(String name) {
    claims.remove(name);
    return this;
  }

  /** Any header member. */
  public TestToken header(String name, Object value) {
    header.put(name, value);
    return this;
  }

  /** Without this header member. */
  public TestToken withoutHeader(String name) {
    header.remove(name);
    return this;
  }

  /** These characters instead of a header. */
  public TestToken headerText(String text) {
    headerText = text;
    return this;
  }

  /** These characters instead of claims. */
  public TestToken claimsText(String text) {
    claimsText = text;
    return this;
  }

  /** These bytes instead of claims, as they are: they need not be UTF-8. */
  public TestToken claimsBytes(byte[] bytes) {
    claimsBytes = bytes.clone();
    return this;
  }

  /** The claims as they would be written now, for a test to change as text. */
  public String claimsText() {
    return claimsText != null ? claimsText : JSONObjectUtils.toJSONString(claims);
  }

  /** The header as it would be written now. */
  public String headerText() {
    return headerText != null ? headerText : JSONObjectUtils.toJSONString(header);
  }

  String signingInput() {
    Base64URL middle =
        claimsBytes == null ? Base64URL.encode(claimsText()) : Base64URL.encode(claimsBytes);
    return Base64URL.encode(headerText()) + "." + middle;
  }

  @Override
  public String toString() {
    return "TestToken [redacted]";
  }
}
