package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.token.Confirmation;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenReason;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;
import org.ztclinical.token.VerifiedToken;

/** One rejection for each reason, and each with its own value. */
class TokenRejectionTest {
  private static final ManualClock CLOCK = ManualClock.create();
  private static final TestIssuer ISSUER = TestIssuer.create(CLOCK);
  private static final TestIssuer ELLIPTIC =
      TestIssuer.of("https://elliptic.example", SigningAlgorithm.ES256, CLOCK);

  private final TokenVerifier verifier = verifierOf(ISSUER.trusted(), ELLIPTIC.trusted());

  private static TokenVerifier verifierOf(TrustedIssuer... issuers) {
    TokenVerifier.Builder builder = TokenVerifier.builder().clock(CLOCK);
    for (TrustedIssuer issuer : issuers) {
      builder.trust(issuer);
    }
    return builder.build();
  }

  private void rejected(TokenReason reason, UnaryOperator<TestToken> change) {
    rejected(verifier, reason, ISSUER.mint(change));
  }

  private void rejected(TokenReason reason, String token) {
    rejected(verifier, reason, token);
  }

  private static void rejected(TokenVerifier verifier, TokenReason reason, String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            TokenRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static void accepted(TokenVerifier verifier, String token) throws Exception {
    assertThat(verifier.verify(token)).isNotNull();
  }

  @Test
  void textThatIsNoTokenIsRejected() {
    for (String text : List.of("", ".", "..", "a.b", "abc", ".....", "e30..e30", ".e30.e30")) {
      rejected(TokenReason.MALFORMED, text);
    }
  }

  @Test
  void aTokenOfMoreThan16KibIsRejected() {
    rejected(TokenReason.TOO_LARGE, token -> token.claim("pad", "x".repeat(13_000)));
    rejected(TokenReason.TOO_LARGE, "a".repeat(5_000_000));
  }

  @Test
  void anyOtherSpellingOfATokenIsRejected() {
    ForgedTokens.respellings(ISSUER.mint())
        .forEach(
            (name, token) ->
                assertThatThrownBy(() -> verifier.verify(token))
                    .as(name)
                    .isInstanceOf(TokenRejectedException.class));
    rejected(TokenReason.ENCODING, ISSUER.mint() + "=");
    rejected(TokenReason.ENCODING, "\u00e9" + ISSUER.mint());
  }

  @Test
  void theComplementOfAnEcdsaSignatureIsTheSameTokenAndNoOther() throws Exception {
    String token = ELLIPTIC.mint();
    String complement = Malleation.complement(token);

    assertThat(complement).isNotEqualTo(token);
    // Both are valid ECDSA signatures and nobody can tell which was first: hence revocation and
    // replay go by jti, never by the text.
    assertThat(verifier.verify(complement).tokenId()).isEqualTo(verifier.verify(token).tokenId());
  }

  @Test
  void anEncryptedTokenIsRejected() {
    rejected(TokenReason.ENCRYPTED, ForgedTokens.of(ISSUER, CLOCK).encryptedUnsigned());
    rejected(TokenReason.ENCRYPTED, "a.b.c.d.e");
  }

  @Test
  void aHeaderThatIsNotAcceptableJsonIsRejected() {
    List<String> headers =
        List.of(
            "[]",
            "null",
            "1",
            "{",
            "{}",
            "{\"alg\":null}",
            "{\"alg\":[\"RS256\"]}",
            "{\"alg\":1}",
            "{\"alg\":\"RS256\",\"kid\":1}",
            "{\"alg\":\"RS256\",\"typ\":{}}",
            "{\"alg\":\"RS256\",\"kid\":\"\"}",
            "{\"alg\":\"RS256\",\"kid\":\"a\\u0000b\"}",
            "{\"alg\":\"RS256\",\"kid\":\"" + "k".repeat(300) + "\"}",
            "{\"alg\":\"RS256\",\"typ\":\"\"}",
            "\uFEFF{\"alg\":\"RS256\"}",
            "{\"alg\":\"RS256\"} {}",
            "{\"alg\":\"RS256\",\"x5t\":1}",
            "{\"alg\":\"RS256\",\"cty\":1}",
            "{\"alg\":\"RS256\",\"a\":[[[[[1]]]]]}");
    for (String header : headers) {
      rejected(TokenReason.HEADER_MALFORMED, token -> token.headerText(header));
    }
  }

  @Test
  void aHeaderMemberWithoutMeaningIsRejectedUnlessIgnored() throws Exception {
    for (String name : List.of("b64", "zip", "cty", "enc", "pi.atm", "url")) {
      rejected(TokenReason.HEADER_NOT_ALLOWED, token -> token.header(name, "x"));
    }
    TokenVerifier lenient = verifierOf(ISSUER.trusted().ignoreHeader("pi.atm"));
    accepted(lenient, ISSUER.mint(token -> token.header("pi.atm", "2")));
    accepted(verifier, ISSUER.mint(token -> token.header("x5t", "abc")));
  }

  @Test
  void aHeaderMemberThatIsIgnoredHasItsRegisteredType() throws Exception {
    TokenVerifier lenient = verifierOf(ISSUER.trusted().ignoreHeader("cty"));

    accepted(lenient, ISSUER.mint(token -> token.header("cty", "x")));
    for (Object value : List.of(1, true, List.of("x"), Map.of("x", "y"))) {
      rejected(
          lenient, TokenReason.HEADER_MALFORMED, ISSUER.mint(token -> token.header("cty", value)));
    }
  }

  @Test
  void aKeyInTheHeaderIsRejected() {
    rejected(TokenReason.KEY_IN_HEADER, ForgedTokens.of(ISSUER, CLOCK).withEmbeddedKey());
    for (String name : List.of("jku", "x5u", "x5c", "jwk")) {
      rejected(TokenReason.KEY_IN_HEADER, token -> token.header(name, "https://evil.example"));
    }
  }

  @Test
  void aCriticalHeaderIsRejected() {
    for (Object crit : List.of(List.of("x"), List.of("alg"), List.of(), "b64", 1)) {
      rejected(TokenReason.CRITICAL_HEADER, token -> token.header("crit", crit).header("x", 1));
    }
  }

  @Test
  void anAlgorithmThatIsNotTrustedIsRejected() {
    ForgedTokens forged = ForgedTokens.of(ISSUER, CLOCK);
    for (String alg :
        List.of("none", "None", "nOnE", "NONE", "rs256", "RS256 ", "HS256", "EdDSA")) {
      rejected(TokenReason.ALGORITHM_NOT_ALLOWED, forged.unsigned(alg));
    }
    forged.hmacWithPublicKey().forEach(t -> rejected(TokenReason.ALGORITHM_NOT_ALLOWED, t));
    rejected(
        verifierOf(ISSUER.trusted().algorithms(SigningAlgorithm.PS256)),
        TokenReason.ALGORITHM_NOT_ALLOWED,
        ISSUER.mint());
  }

  @Test
  void aTokenOfAnotherTypeIsRejected() throws Exception {
    List<String> others = List.of("secevent+jwt", "logout+jwt", "dpop+jwt", "rt+jwt", "at", "id");
    TokenVerifier lenient = verifierOf(ISSUER.trusted().acceptPlainJwt());
    for (String type : others) {
      rejected(TokenReason.WRONG_TYPE, token -> token.header("typ", type));
      rejected(lenient, TokenReason.WRONG_TYPE, ISSUER.mint(t -> t.header("typ", type)));
    }
    rejected(TokenReason.WRONG_TYPE, token -> token.header("typ", "JWT"));
    rejected(TokenReason.WRONG_TYPE, token -> token.withoutHeader("typ"));
    for (String type : List.of("JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt")) {
      accepted(lenient, ISSUER.mint(token -> token.header("typ", type)));
    }
    accepted(lenient, ISSUER.mint(token -> token.withoutHeader("typ")));
    accepted(verifier, ISSUER.mint(token -> token.header("typ", "application/at+jwt")));
    accepted(verifier, ISSUER.mint(token -> token.header("typ", "AT+JWT")));
  }

  @Test
  void claimsThatAreNotAcceptableJsonAreRejected() {
    String deep = "[".repeat(900) + "]".repeat(900);
    List<String> claims =
        List.of(
            "[1]",
            "\"x\"",
            "null",
            "{",
            "",
            "{} {}",
            "\uFEFF{}",
            "{\"a\":01}",
            "{'a':1}",
            "{\"a\":" + deep + "}",
            "{\"a\":NaN}",
            "{\"a\":1,}",
            "{\"a\":[" + "1,".repeat(600) + "1]}");
    for (String text : claims) {
      if (!text.isEmpty()) {
        rejected(TokenReason.CLAIMS_MALFORMED, token -> token.claimsText(text));
      }
    }
    rejected(TokenReason.MALFORMED, token -> token.claimsText(""));
  }

  @Test
  void aDuplicateMemberAtAnyDepthIsRejected() {
    rejected(TokenReason.DUPLICATE_MEMBER, token -> prefixed(token, "\"sub\":\"admin\""));
    rejected(TokenReason.DUPLICATE_MEMBER, token -> prefixed(token, "\"\\u0073ub\":\"admin\""));
    rejected(
        TokenReason.DUPLICATE_MEMBER,
        token -> prefixed(token, "\"a\":{\"b\":[{\"c\":1,\"c\":2}]}"));
    rejected(
        TokenReason.DUPLICATE_MEMBER,
        token -> token.headerText("{\"alg\":\"RS256\",\"alg\":\"RS256\"}"));
  }

  private static TestToken prefixed(TestToken token, String member) {
    return token.claimsText("{" + member + "," + token.claimsText().substring(1));
  }

  @Test
  void aMissingClaimIsRejected() {
    for (String name : List.of("iss", "sub", "aud", "exp", "iat", "client_id")) {
      rejected(TokenReason.CLAIM_MISSING, token -> token.without(name));
    }
  }

  @Test
  void aMalformedClaimIsRejected() {
    Map<String, List<Object>> bad = new LinkedHashMap<>();
    bad.put("iss", List.of(1, List.of("https://issuer.example"), ""));
    bad.put(
        "sub", List.of("", " ", 1, List.of("a"), "a\u0000b", "a\nb", "x".repeat(256), "\u202e"));
    bad.put("aud", List.of(1, Map.of(), List.of(TestIssuer.AUDIENCE, Map.of("x", 1)), true));
    List<String> many = Collections.nCopies(33, TestIssuer.AUDIENCE);
    rejected(TokenReason.CLAIM_MALFORMED, token -> token.claim("aud", many));
    bad.put("exp", List.of("1700000000", true, 1.5e9, -1, new BigInteger("9".repeat(20)), "x"));
    bad.put("iat", List.of("1700000000", 1.5, List.of(1)));
    bad.put("nbf", List.of("0", false));
    bad.put("jti", List.of("", 1));
    bad.put("client_id", List.of("", 1, "a\tb"));
    bad.put("azp", List.of(1));
    bad.put("scope", List.of(List.of("user/*.rs"), 1));
    bad.forEach(
        (name, values) ->
            values.forEach(
                value -> rejected(TokenReason.CLAIM_MALFORMED, token -> token.claim(name, value))));
    for (String name : bad.keySet()) {
      rejected(TokenReason.CLAIM_MALFORMED, token -> token.nullClaim(name));
    }
    rejected(
        TokenReason.CLAIM_MALFORMED,
        token -> token.claimsText(token.claimsText().replace("user-1", "\\ud800")));
  }

  @Test
  void claimsThatContradictEachOtherAreRejected() throws Exception {
    rejected(TokenReason.CLAIM_CONFLICT, token -> token.client("a").claim("azp", "b"));
    rejected(
        TokenReason.CLAIM_CONFLICT,
        token -> token.issuedAgo(Duration.ofSeconds(-20)).expiresIn(Duration.ofSeconds(-20)));
    accepted(verifier, ISSUER.mint(token -> token.client("a").claim("azp", "a")));
    accepted(verifier, ISSUER.mint(token -> token.without("client_id").claim("azp", "a")));
  }

  @Test
  void aTokenOfAnotherKindIsRejectedByItsClaims() throws Exception {
    TokenVerifier lenient = verifierOf(ISSUER.trusted().acceptPlainJwt());
    Map<String, Object> signs =
        Map.of(
            "nonce", "n", "at_hash", "h", "events", Map.of(), "token_use", "id", "typ", "Refresh");
    signs.forEach(
        (name, value) ->
            rejected(
                lenient,
                TokenReason.NOT_AN_ACCESS_TOKEN,
                ISSUER.mint(token -> token.header("typ", "JWT").claim(name, value))));
    accepted(lenient, ISSUER.mint(token -> token.claim("typ", "Bearer")));
    accepted(lenient, ISSUER.mint(token -> token.claim("token_use", "access")));
  }

  @Test
  void aTokenOfAnUnknownIssuerIsRejected() {
    List<String> lookAlikes =
        List.of(
            "https://issuer.example/",
            "https://ISSUER.example",
            "https://issuer.example:443",
            "https://issuer.example@evil.example",
            "http://issuer.example",
            "issuer.example",
            "https://issuer.example ",
            "https://issuer.example?x",
            "https://evil.example");
    for (String name : lookAlikes) {
      rejected(TokenReason.UNKNOWN_ISSUER, token -> token.claim("iss", name));
    }
  }

  @Test
  void aTokenForAnotherAudienceIsRejected() throws Exception {
    List<String> others =
        List.of(
            "https://other.example",
            TestIssuer.AUDIENCE + "/",
            TestIssuer.AUDIENCE + ".evil",
            "*",
            "HTTPS://fhir.example",
            "");
    for (String audience : others) {
      rejected(TokenReason.WRONG_AUDIENCE, token -> token.audience(audience));
      rejected(TokenReason.WRONG_AUDIENCE, token -> token.audience(audience, "app-1"));
    }
    rejected(TokenReason.WRONG_AUDIENCE, token -> token.claim("aud", List.of()));
    accepted(verifier, ISSUER.mint(token -> token.audience("x", TestIssuer.AUDIENCE)));
  }

  @Test
  void theAudienceOfAnotherIssuerDoesNotCount() {
    TokenVerifier two = verifierOf(ISSUER.trusted("https://a.example"), ELLIPTIC.trusted());

    rejected(two, TokenReason.WRONG_AUDIENCE, ISSUER.mint());
  }

  @Test
  void anExpiredTokenIsRejectedAfterTheSkew() throws Exception {
    UnaryOperator<TestToken> old = token -> token.issuedAgo(Duration.ofMinutes(5));
    rejected(TokenReason.EXPIRED, t -> old.apply(t).expiresIn(Duration.ofSeconds(-31)));
    rejected(TokenReason.EXPIRED, t -> old.apply(t).expiresIn(Duration.ofSeconds(-30)));
    accepted(verifier, ISSUER.mint(t -> old.apply(t).expiresIn(Duration.ofSeconds(-29))));
    rejected(TokenReason.EXPIRED, token -> token.claim("exp", 2).claim("iat", 1));
  }

  @Test
  void aTokenThatIsNotValidYetIsRejected() throws Exception {
    long now = CLOCK.instant().getEpochSecond();
    rejected(TokenReason.NOT_YET_VALID, token -> token.claim("nbf", now + 31));
    accepted(verifier, ISSUER.mint(token -> token.claim("nbf", now + 30)));
  }

  @Test
  void aTokenIssuedInTheFutureIsRejected() throws Exception {
    UnaryOperator<TestToken> long1 = token -> token.expiresIn(Duration.ofHours(1));
    rejected(
        TokenReason.ISSUED_IN_FUTURE,
        t -> long1.apply(t).issuedAgo(Duration.ofSeconds(-31)).claim("nbf", 1));
    accepted(verifier, ISSUER.mint(t -> long1.apply(t).issuedAgo(Duration.ofSeconds(-30))));
  }

  @Test
  void aTokenThatLivesTooLongIsRejected() throws Exception {
    rejected(TokenReason.LIFE_TOO_LONG, t -> t.expiresIn(Duration.ofHours(24).plusSeconds(1)));
    accepted(verifier, ISSUER.mint(t -> t.expiresIn(Duration.ofHours(24))));
    rejected(
        verifierOf(ISSUER.trusted().maxLife(Duration.ofMinutes(4))),
        TokenReason.LIFE_TOO_LONG,
        ISSUER.mint());
  }

  @Test
  void aBindingThatCannotBeReadOrProvenIsRejected() {
    String hash = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";
    List<Object> malformed =
        List.of(
            Map.of("jkt", "x"),
            Map.of("x5t#S256", "x"),
            Map.of("jkt", 1),
            Map.of("jkt", hash + "="),
            Map.of("jkt", hash.substring(0, 42)),
            Map.of("jkt", hash.substring(0, 42) + "1"),
            Map.of("jkt", hash, "x5t#S256", List.of(hash)),
            Map.of(),
            List.of(Map.of("jkt", hash)),
            "x");
    for (Object cnf : malformed) {
      rejected(TokenReason.BINDING_MALFORMED, token -> token.claim("cnf", cnf));
    }
    rejected(TokenReason.BINDING_MALFORMED, token -> token.nullClaim("cnf"));
    for (String unknown : List.of("jwk", "kid", "x5t", "JKT", "x5t#s256", "new")) {
      rejected(
          TokenReason.BINDING_UNKNOWN,
          token -> token.claim("cnf", Map.of("jkt", hash, unknown, hash)));
    }
  }

  @Test
  void whatATokenIsBoundToIsAmongItsFacts() throws Exception {
    String hash = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";

    VerifiedToken bound =
        verifier.verify(ISSUER.mint(t -> t.claim("cnf", Map.of("x5t#S256", hash, "jkt", hash))));

    assertThat(bound.confirmation())
        .isEqualTo(new Confirmation(Optional.of(hash), Optional.of(hash)));
    assertThat(bound.confirmation().toString()).doesNotContain(hash);
    assertThat(verifier.verify(ISSUER.mint()).confirmation().isBound()).isFalse();
  }

  @Test
  void aTokenWithoutKeyIdIsRejectedOnlyWhereSeveralKeysCouldBeMeant() throws Exception {
    accepted(verifier, ISSUER.mint(token -> token.withoutHeader("kid")));
    TestIssuer rotated = TestIssuer.of("https://two-keys.example", SigningAlgorithm.ES256, CLOCK);
    rotated.publishNext();
    String mixed = ISSUER.jwks().replace("]}", "," + ELLIPTIC.jwks().substring(9));

    accepted(
        verifierOf(TrustedIssuer.of(ISSUER.issuer(), TestIssuer.AUDIENCE).jwks(mixed)),
        ISSUER.mint(token -> token.withoutHeader("kid")));
    rejected(
        verifierOf(rotated.trusted()),
        TokenReason.KEY_ID_MISSING,
        rotated.mint(token -> token.withoutHeader("kid")));
  }

  @Test
  void aTokenWithAnUnknownKeyIdIsRejected() {
    for (String kid : List.of("other", "../../../../dev/null", "' OR 1=1", "{{x}}")) {
      rejected(TokenReason.UNKNOWN_KEY, token -> token.header("kid", kid));
    }
    // A key of another trusted issuer is no key of this one.
    String kid = ELLIPTIC.signingKey().id();
    rejected(TokenReason.UNKNOWN_KEY, token -> token.header("kid", kid));
  }

  @Test
  void aKeyThatIsNotForTheAlgorithmIsRejected() {
    String rsa = ISSUER.signingKey().id();
    TestIssuer ps = TestIssuer.of(ISSUER.issuer(), SigningAlgorithm.PS256, CLOCK);
    rejected(
        TokenReason.KEY_NOT_SUITABLE, token -> token.header("alg", "ES256").header("kid", rsa));
    assertThat(ps.jwks()).contains("\"alg\":\"PS256\"");
    rejected(
        verifierOf(ps.trusted()),
        TokenReason.KEY_NOT_SUITABLE,
        ps.mint(token -> token.header("alg", "RS256")));
  }

  @Test
  void aTokenWithoutSignatureIsRejected() {
    String token = ISSUER.mint();

    rejected(TokenReason.SIGNATURE_MISSING, token.substring(0, token.lastIndexOf('.') + 1));
  }

  @Test
  void aTokenWithAnotherSignatureIsRejected() {
    for (TestIssuer issuer : List.of(ISSUER, ELLIPTIC)) {
      ForgedTokens forged = ForgedTokens.of(issuer, CLOCK);
      rejected(TokenReason.SIGNATURE_INVALID, forged.signedByStranger());
      rejected(TokenReason.SIGNATURE_INVALID, forged.withForeignSignature());
      rejected(TokenReason.SIGNATURE_INVALID, forged.withZeroSignature());
      for (int change : List.of(-1, 1, -60, 600)) {
        rejected(TokenReason.SIGNATURE_INVALID, Malleation.resized(issuer.mint(), change));
      }
    }
    Malleation.illegal(ELLIPTIC.mint())
        .forEach((name, token) -> rejected(TokenReason.SIGNATURE_INVALID, token));
  }

  @Test
  void everyForgeryIsRejected() {
    ForgedTokens.of(ISSUER, CLOCK)
        .all()
        .forEach(
            (name, token) ->
                assertThatThrownBy(() -> verifier.verify(token))
                    .as(name)
                    .isInstanceOf(TokenRejectedException.class));
  }

  @Test
  void everyReasonHasItsOwnCode() {
    Set<TokenReason> all = EnumSet.allOf(TokenReason.class);

    assertThat(all.stream().map(TokenReason::code)).doesNotHaveDuplicates();
    assertThat(all.stream().map(TokenReason::sentence)).doesNotHaveDuplicates();
    assertThat(all).allSatisfy(r -> assertThat(r.code()).matches("token\\.[a-z]+(-[a-z]+)*"));
  }
}
