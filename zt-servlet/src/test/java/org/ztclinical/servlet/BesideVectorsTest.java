package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.testing.IntrospectionServer;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.testing.TestToken;
import org.ztclinical.token.TrustedIssuer;

/**
 * Attacks of the kinds of the identity vectors that those do not list, and what must be accepted
 * beside them, through real HTTP.
 */
final class BesideVectorsTest {
  @TempDir Path directory;

  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer = TestIssuer.create(clock);

  private static UnaryOperator<TestToken> header(String name, Object value) {
    return token -> token.header(name, value);
  }

  private static UnaryOperator<TestToken> claim(String name, Object value) {
    return token -> token.claim(name, value);
  }

  private static UnaryOperator<TestToken> text(String part, String instead) {
    return token -> {
      assertThat(token.claimsText()).contains(part);
      return token.claimsText(token.claimsText().replace(part, instead));
    };
  }

  private String token(UnaryOperator<TestToken> bend) {
    return issuer.mint(t -> bend.apply(IdentityApplication.patient(t)));
  }

  @Test
  void tokensThatAreNoGoodAccessTokensAreInvalid() throws Exception {
    long now = clock.instant().getEpochSecond();
    Map<String, UnaryOperator<TestToken>> bad = new LinkedHashMap<>();
    for (String alg :
        List.of("None", "NONE", "HS512", "ES256", "RS1", "RSA1_5", "rs256", "PS256", "EdDSA", "")) {
      bad.put("alg " + alg, header("alg", alg));
    }
    for (String typ :
        List.of(
            "JWT",
            "JOSE",
            "dpop+jwt",
            "logout+jwt",
            "token-introspection+jwt",
            "at+jwt; v=1",
            " at+jwt",
            "application/application/at+jwt",
            "text/at+jwt")) {
      bad.put("typ " + typ, header("typ", typ));
    }
    bad.put("no typ", t -> t.withoutHeader("typ"));
    bad.put("kid is a list", header("kid", List.of("a")));
    bad.put("kid is SQL", header("kid", "x' OR '1'='1"));
    bad.put("cty", header("cty", "JWT"));
    bad.put("zip", header("zip", "DEF"));
    bad.put("empty crit", header("crit", List.of()));
    bad.put("b64 in crit", t -> t.header("crit", List.of("b64")).header("b64", true));
    bad.put("iss in the header", header("iss", issuer.issuer()));
    bad.put("member twice, nested", text("\"sub\":", "\"x\":{\"a\":1,\"a\":2},\"sub\":"));
    bad.put("byte order mark", t -> t.claimsText("\uFEFF" + t.claimsText()));
    bad.put("trailing object", t -> t.claimsText(t.claimsText() + "{}"));
    bad.put("comment", text("\"sub\":", "/**/\"sub\":"));
    bad.put("NaN", text("\"sub\":", "\"x\":NaN,\"sub\":"));
    bad.put("half a surrogate pair", text("user-1", "user\\ud800"));
    bad.put("NUL in sub", text("user-1", "user\\u0000"));
    bad.put("mark of direction in sub", text("user-1", "user\\u202e1"));
    bad.put("no exp", t -> t.without("exp"));
    bad.put("no iat", t -> t.without("iat"));
    bad.put("exp in milliseconds", claim("exp", (now + 60) * 1000));
    bad.put("negative exp", claim("exp", -1));
    bad.put("nbf later", claim("nbf", now + 31));
    bad.put("nbf is text", claim("nbf", "" + now));
    bad.put("ten years", t -> t.expiresIn(Duration.ofDays(3650)));
    bad.put("no aud", t -> t.without("aud"));
    bad.put("no audience in aud", claim("aud", List.of()));
    bad.put("longer aud", t -> t.audience(TestIssuer.AUDIENCE + ".evil.example"));
    bad.put("aud with a slash", t -> t.audience(TestIssuer.AUDIENCE + "/"));
    bad.put("list in a text", t -> t.audience(TestIssuer.AUDIENCE + " x"));
    bad.put("any audience", t -> t.audience("*"));
    bad.put("no iss", t -> t.without("iss"));
    bad.put("iss is a list", claim("iss", List.of(issuer.issuer())));
    bad.put("no client", t -> t.without("client_id"));
    bad.put("another azp", claim("azp", "other"));
    bad.put("no sub", t -> t.without("sub"));
    bad.put("sub is a number", claim("sub", 1));
    bad.put("scope is a list", claim("scope", List.of("patient/*.rs")));
    bad.put("events", claim("events", Map.of()));
    bad.put("ID token of Cognito", claim("token_use", "id"));
    bad.put("ID token of Keycloak", claim("typ", "ID"));
    bad.put("cnf is null", t -> t.nullClaim("cnf"));
    bad.put("cnf with a key", claim("cnf", Map.of("jwk", Map.of("kty", "EC"))));
    bad.put("cnf with SHA-1", claim("cnf", Map.of("x5t", RawKey.encode(new byte[20]))));
    bad.put("cnf with an empty jkt", claim("cnf", Map.of("jkt", "")));
    try (IdentityApplication application = start()) {
      bad.forEach((what, bend) -> isInvalid(what, application.read(token(bend))));
      assertThat(application.records.seen()).isNull();
    }
  }

  @Test
  void whatTheStandardsAllowIsAccepted() throws Exception {
    long now = clock.instant().getEpochSecond();
    Map<String, UnaryOperator<TestToken>> good = new LinkedHashMap<>();
    good.put("as it is", t -> t);
    good.put("no kid, one key", t -> t.withoutHeader("kid"));
    good.put("several audiences", t -> t.audience("https://other.example", TestIssuer.AUDIENCE));
    good.put("escapes", text("https://", "https:\\/\\/"));
    good.put("blanks around", t -> t.claimsText(" " + t.claimsText() + "\n"));
    good.put("azp alone", t -> t.without("client_id").claim("azp", "app-1"));
    good.put("nbf within the skew", claim("nbf", now + 29));
    good.put(
        "exp within the skew",
        t -> t.issuedAgo(Duration.ofMinutes(5)).expiresIn(Duration.ofSeconds(-29)));
    good.put("unknown claims", claim("x", Map.of("y", List.of(1, 2.5, true))));
    good.put("a member that some languages know", claim("__proto__", Map.of("admin", true)));
    good.put("almost 16 KiB", claim("x", "x".repeat(11_000)));
    try (IdentityApplication application = start()) {
      good.forEach(
          (what, bend) ->
              assertThat(application.read(token(bend)).status()).as(what).isEqualTo(200));
    }
  }

  @Test
  void whatIsTooEarlyIsJudgedAgainAndWhatWasGoodIsNotKeptBeyondItsEnd() throws Exception {
    try (IdentityApplication application = start()) {
      long now = clock.instant().getEpochSecond();
      String early = token(claim("nbf", now + 60));
      isInvalid("early", application.read(early));
      clock.advance(Duration.ofSeconds(61));
      assertThat(application.read(early).status()).isEqualTo(200);

      String brief = token(t -> t.expiresIn(Duration.ofSeconds(20)));
      assertThat(application.read(brief).status()).isEqualTo(200);
      clock.advance(Duration.ofSeconds(51));
      isInvalid("ended", application.read(brief));
    }
  }

  private IdentityApplication start() throws Exception {
    return IdentityApplication.start(
        directory, settings -> settings.clock(clock).trustIssuer(issuer.trusted()));
  }

  @Test
  void answersAboutOpaqueTokensThatAreNotByTheBookRefuseThem() throws Exception {
    long now = clock.instant().getEpochSecond();
    Map<String, UnaryOperator<TestToken>> bad = new LinkedHashMap<>();
    bad.put("active is text", claim("active", "true"));
    bad.put("active is 1", claim("active", 1));
    for (String needed : List.of("exp", "iat", "aud", "iss", "sub", "client_id")) {
      bad.put("no " + needed, t -> t.without(needed));
    }
    bad.put("another audience", t -> t.audience("https://other.example"));
    bad.put("another issuer", claim("iss", "https://other.example"));
    bad.put("nbf later", claim("nbf", now + 100));
    bad.put("a refresh token", claim("token_type", "refresh_token"));
    bad.put("DPoP without a key", claim("token_type", "DPoP"));
    bad.put("bound to a key", claim("cnf", Map.of("jkt", RawKey.encode(new byte[32]))));
    try (IntrospectionServer server = issuer.introspect();
        IdentityApplication application =
            IdentityApplication.start(
                directory,
                settings ->
                    settings
                        .clock(clock)
                        .trustIssuer(
                            TrustedIssuer.of(issuer.issuer(), TestIssuer.AUDIENCE)
                                .introspection(server.settings())))) {
      bad.forEach(
          (what, bend) ->
              isInvalid(
                  what,
                  application.read(server.issue(t -> bend.apply(IdentityApplication.patient(t))))));
      assertThat(
              application
                  .read(
                      server.issue(
                          t -> IdentityApplication.patient(t).claim("token_type", "Bearer")))
                  .status())
          .isEqualTo(200);
      // That we may not ask says nothing about the token.
      for (int status : new int[] {401, 403, 400}) {
        server.failWith(status);
        assertThat(application.read(server.issue(IdentityApplication::patient)).status())
            .isEqualTo(503);
      }
    }
  }

  private static void isInvalid(String what, Received received) {
    assertThat(received.status()).as(what).isEqualTo(401);
    assertThat(received.headers().getOrDefault("WWW-Authenticate", Collections.emptyList()))
        .as(what)
        .hasSize(1)
        .allMatch(challenge -> challenge.startsWith("Bearer error=\"invalid_token\", DPoP algs="));
    assertThat(received.header("Cache-Control")).as(what).contains("no-store");
  }
}
