package org.ztclinical.servlet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.ForgedTokens;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestToken;

/** Forged, bent and misused tokens, by the id under which the identity vectors describe them. */
final class TokenAttacks {
  private final IdentityApplication application;
  private final TestIssuer rsa;
  private final TestIssuer elliptic;
  private final ManualClock clock;
  private final ForgedTokens forged;
  private final Map<String, Supplier<List<Received>>> attacks = new LinkedHashMap<>();

  /**
   * @param application trusts both issuers
   */
  TokenAttacks(
      IdentityApplication application, TestIssuer rsa, TestIssuer elliptic, ManualClock clock) {
    this.application = application;
    this.rsa = rsa;
    this.elliptic = elliptic;
    this.clock = clock;
    this.forged = ForgedTokens.of(rsa, clock, IdentityApplication::patient);
    algorithms();
    signatures();
    criticalHeaders();
    encrypted();
    json();
    issuersAndAudiences();
    times();
    types();
  }

  Map<String, Supplier<List<Received>>> all() {
    return attacks;
  }

  /** A good token of the RSA issuer for patient 1, bent. */
  private String token(UnaryOperator<TestToken> bend) {
    return rsa.mint(token -> bend.apply(IdentityApplication.patient(token)));
  }

  private String ellipticToken() {
    return elliptic.mint(IdentityApplication::patient);
  }

  private void put(String id, Supplier<List<String>> tokens) {
    attacks.put(id, () -> application.readWith(tokens.get()));
  }

  private void algorithms() {
    put("alg-01", () -> List.of(forged.unsigned("none")));
    put("alg-04", forged::hmacWithPublicKey);
    put(
        "alg-10",
        () ->
            List.of(
                token(t -> t.headerText("{}")),
                token(t -> t.header("alg", null)),
                token(t -> t.header("alg", List.of("RS256"))),
                token(t -> t.header("alg", 1))));
  }

  private void signatures() {
    put("signature-01", () -> List.of(withSignature(ellipticToken(), new byte[64])));
    put(
        "signature-04",
        () ->
            List.of(
                withSignature(ellipticToken(), new byte[63]),
                withSignature(ellipticToken(), new byte[65]),
                withSignature(ellipticToken(), new byte[0]),
                shortened(ellipticToken()),
                ellipticToken() + "AA"));
    put("signature-07", () -> padded(token(t -> t)));
    put("signature-13", () -> List.of(token(t -> t) + ".x", token(t -> t) + ".."));
  }

  static String withSignature(String token, byte[] signature) {
    return token.substring(0, token.lastIndexOf('.') + 1) + RawKey.encode(signature);
  }

  private static String shortened(String token) {
    return token.substring(0, token.length() - 2);
  }

  private static List<String> padded(String token) {
    String[] parts = token.split("\\.");
    return List.of(
        parts[0] + "=." + parts[1] + "." + parts[2],
        parts[0] + "." + parts[1] + "=." + parts[2],
        token + "=");
  }

  private void criticalHeaders() {
    put("crit-01", () -> List.of(token(t -> t.header("crit", List.of("x")).header("x", 1))));
    put("crit-04", () -> List.of(token(t -> t.header("crit", List.of("alg")))));
  }

  private void encrypted() {
    put("jwe-01", () -> List.of(forged.encryptedUnsigned()));
    put("jwe-04", () -> List.of(jwe(passwordHeader("1000000")), jwe(passwordHeader("2147483647"))));
    put("jwe-07", () -> List.of(jwe(offCurveHeader())));
  }

  private static String passwordHeader(String count) {
    return "{\"alg\":\"PBES2-HS512+A256KW\",\"enc\":\"A256GCM\",\"p2s\":\"2WCTcJZ1Rvd_CJuJ\",\"p2c\":"
        + count
        + "}";
  }

  private static String offCurveHeader() {
    String coordinate = RawKey.encode(new byte[32]);
    return "{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
        + coordinate
        + "\",\"y\":\""
        + coordinate
        + "\"}}";
  }

  private static String jwe(String header) {
    return String.join(
        ".",
        RawKey.encode(header),
        RawKey.encode(new byte[40]),
        RawKey.encode(new byte[12]),
        RawKey.encode(new byte[64]),
        RawKey.encode(new byte[16]));
  }

  private void json() {
    put(
        "json-01",
        () -> List.of(replaced("\"sub\":\"user-1\"", "\"sub\":\"a\",\"sub\":\"admin\"")));
    put(
        "json-04",
        () -> List.of(replaced("\"sub\":\"user-1\"", "\"sub\":\"a\",\"\\u0073ub\":\"b\"")));
    put("json-07", () -> List.of(nested(900), nested(100_000)));
    put("json-10", () -> List.of(token(t -> t.claimsBytes(notUtf8(t.claimsText())))));
    put(
        "json-13",
        () -> List.of(token(t -> t.subject("J\u00f6rg")), token(t -> t.subject("Jo\u0308rg"))));
    put(
        "json-16",
        () ->
            List.of(
                token(t -> t.claimsText("[1]")),
                token(t -> t.claimsText("\"x\"")),
                token(t -> t.claimsText("null"))));
  }

  private String replaced(String text, String instead) {
    return token(t -> t.claimsText(t.claimsText().replace(text, instead)));
  }

  private String nested(int depth) {
    return replaced("\"sub\":", "\"x\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"sub\":");
  }

  private static byte[] notUtf8(String claims) {
    byte[] bytes = claims.getBytes(StandardCharsets.UTF_8);
    int at = claims.indexOf("user-1");
    bytes[at] = 0x61;
    bytes[at + 1] = (byte) 0xFF;
    return bytes;
  }

  private void issuersAndAudiences() {
    put("issuer-audience-01", () -> List.of(token(t -> t.audience("https://other.example"))));
    put(
        "issuer-audience-04",
        () ->
            List.of(
                token(t -> t.claim("aud", List.of(TestIssuer.AUDIENCE, Map.of("x", 1)))),
                token(t -> t.claim("aud", List.of(Map.of("x", 1), TestIssuer.AUDIENCE)))));
    put("issuer-audience-07", this::lookAlikes);
    put(
        "issuer-audience-10",
        () ->
            List.of(
                token(t -> t.claim("iss", "https://issuer.example/another-tenant/v2.0")),
                token(t -> t.claim("iss", "https://issuer.example/{tenantid}/v2.0"))));
    put(
        "issuer-audience-13",
        () ->
            List.of(
                token(t -> t.scope("patient/*.read\tpatient/*.write")),
                token(t -> t.scope("patient/*.rs  launch/patient")),
                token(t -> t.scope("patient/*.rs\u00a0launch/patient"))));
  }

  private List<String> lookAlikes() {
    List<String> tokens = new ArrayList<>();
    for (String name :
        List.of(
            "https://issuer.example/",
            "https://ISSUER.example",
            "HTTPS://issuer.example",
            "https://issuer.example:443",
            "https://issuer.example@evil.example",
            "https://evil.example/https://issuer.example")) {
      tokens.add(token(t -> t.claim("iss", name)));
    }
    return tokens;
  }

  private void times() {
    put(
        "time-01",
        () ->
            List.of(
                token(t -> t.issuedAgo(Duration.ofMinutes(5)).expiresIn(Duration.ofSeconds(-31)))));
    put(
        "time-04",
        () ->
            List.of(
                token(t -> t.nullClaim("exp")),
                token(t -> t.claim("exp", Long.toString(clock.instant().getEpochSecond() + 60))),
                token(t -> t.claim("exp", true)),
                replaced("\"exp\":", "\"exp\":1.5e9,\"x\":")));
    put(
        "time-07",
        () ->
            List.of(
                token(
                    t ->
                        t.issuedAgo(Duration.ofDays(-365))
                            .expiresIn(Duration.ofDays(365).plusMinutes(5)))));
    attacks.put("time-10", this::clockBackwards);
  }

  /** A token is seen to expire; then the machine's clock goes back, as after a wrong correction. */
  private List<Received> clockBackwards() {
    String shortLived = token(t -> t.expiresIn(Duration.ofMinutes(1)));
    Received alive = application.read(shortLived);
    if (alive.status() != 200) {
      throw new AssertionError("not accepted while it is good: " + alive.status());
    }
    clock.advance(Duration.ofMinutes(10));
    Received expired = application.read(shortLived);
    clock.advance(Duration.ofMinutes(-10));
    Received revived = application.read(shortLived);
    clock.advance(Duration.ofMinutes(10));
    return List.of(expired, revived);
  }

  private void types() {
    put(
        "token-type-01",
        () ->
            List.of(
                token(
                    t ->
                        t.header("typ", "JWT")
                            .claim("nonce", "n")
                            .claim("at_hash", "x")
                            .audience("app-1")),
                token(t -> t.claim("nonce", "n")),
                token(t -> t.claim("at_hash", "x"))));
    put("token-type-04", () -> List.of(token(t -> t.header("typ", "secevent+jwt"))));
    put(
        "token-type-07",
        () ->
            List.of(
                token(t -> t.claim("token_use", "refresh")),
                token(t -> t.header("typ", "rt+jwt")),
                token(t -> t.header("typ", "JWT").claim("typ", "Refresh")),
                token(t -> t.claim("typ", "Refresh"))));
    put(
        "token-type-10",
        () ->
            List.of(
                token(t -> t.header("typ", "application/at+jwt")),
                token(t -> t.header("typ", "AT+JWT")),
                token(t -> t.header("typ", "Application/AT+JWT"))));
  }
}
