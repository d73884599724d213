package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.identity.Identity;
import org.ztclinical.identity.IdentityRejectedException;
import org.ztclinical.identity.IdentityResolver;
import org.ztclinical.token.Introspection;
import org.ztclinical.token.IssuerProfile;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenReason;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;

/** Tokens as known authorization servers document them, and what each profile does not loosen. */
class IssuerProfileTest {
  private static final String AUDIENCE = TestIssuer.AUDIENCE;
  private static final UUID TENANT = UUID.fromString("11111111-2222-3333-4444-555555555555");

  private final ManualClock clock = ManualClock.create();

  private TestIssuer issuer(String name) {
    return TestIssuer.of(name, SigningAlgorithm.RS256, clock);
  }

  /** The profile with the test's keys, and a token of that shape. */
  private Identity resolve(TrustedIssuer profile, TestIssuer issuer, UnaryOperator<TestToken> shape)
      throws Exception {
    TrustedIssuer trusted = profile.jwks(issuer.jwks());
    TokenVerifier verifier = TokenVerifier.builder().trust(trusted).clock(clock).build();
    return IdentityResolver.of(List.of(trusted), ServerBase.of(AUDIENCE))
        .resolve(verifier.verify(issuer.mint(shape)));
  }

  private void refused(
      TokenReason reason,
      TrustedIssuer profile,
      TestIssuer issuer,
      UnaryOperator<TestToken> shape) {
    assertThatThrownBy(() -> resolve(profile, issuer, shape))
        .isInstanceOfSatisfying(
            TokenRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static TestToken keycloak(TestToken token) {
    return token
        .header("typ", "JWT")
        .without("client_id")
        .claim("azp", "portal")
        .claim("typ", "Bearer")
        .claim("aud", List.of(AUDIENCE, "account"))
        .claim("sid", "s-1")
        .claim("acr", "1")
        .claim("realm_access", Map.of("roles", List.of("physician", "offline_access")))
        .claim("scope", "openid patient/*.rs");
  }

  @Test
  void keycloakNamesTheClientInAzpAndRolesInTheRealm() throws Exception {
    TestIssuer issuer = issuer("https://id.example/realms/clinic");
    TrustedIssuer profile = IssuerProfile.keycloak(issuer.issuer(), AUDIENCE);

    Identity identity = resolve(profile, issuer, IssuerProfileTest::keycloak);

    assertThat(identity.clientId()).isEqualTo("portal");
    assertThat(identity.roles()).containsExactly("physician", "offline_access");
    assertThat(identity.scopes()).containsExactly("openid", "patient/*.rs");
    refused(
        TokenReason.NOT_AN_ACCESS_TOKEN, profile, issuer, t -> keycloak(t).claim("typ", "Refresh"));
    refused(TokenReason.NOT_AN_ACCESS_TOKEN, profile, issuer, t -> keycloak(t).claim("typ", "ID"));
    refused(
        TokenReason.NOT_AN_ACCESS_TOKEN, profile, issuer, t -> keycloak(t).claim("typ", "DPoP"));
    refused(TokenReason.WRONG_AUDIENCE, profile, issuer, t -> keycloak(t).claim("aud", "account"));
    assertThat(resolve(profile, issuer, t -> keycloak(t).without("realm_access")).roles())
        .isEmpty();
    for (Object odd : List.of("roles", List.of("physician"), Map.of("roles", "physician"))) {
      assertThatThrownBy(
              () -> resolve(profile, issuer, t -> keycloak(t).claim("realm_access", odd)))
          .isInstanceOf(IdentityRejectedException.class);
    }
  }

  @Test
  void keycloakSaysBesideAKeyThatItIsProvenByDpop() throws Exception {
    TestIssuer issuer = issuer("https://id.example/realms/clinic");
    TrustedIssuer profile = IssuerProfile.keycloak(issuer.issuer(), AUDIENCE);
    String hash = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

    assertThatCode(
            () -> resolve(profile, issuer, bound(Map.of("jkt", hash, "kc-jkt-type", "DPoP"))))
        .doesNotThrowAnyException();
    for (Map<String, Object> cnf :
        List.<Map<String, Object>>of(
            Map.of("jkt", hash, "kc-jkt-type", "attestation"),
            Map.of("jkt", hash, "kc-jkt-type", "dpop"),
            Map.of("jkt", hash, "kc-jkt-type", List.of("DPoP")),
            Map.of("jkt", hash, "kc-jkt-type", "DPoP", "other", "DPoP"),
            Map.of("x5t#S256", hash, "kc-jkt-type", "DPoP"),
            Map.of("kc-jkt-type", "DPoP"))) {
      refused(TokenReason.BINDING_UNKNOWN, profile, issuer, bound(cnf));
    }
    refused(
        TokenReason.BINDING_UNKNOWN,
        TrustedIssuer.of(issuer.issuer(), AUDIENCE).acceptPlainJwt(),
        issuer,
        bound(Map.of("jkt", hash, "kc-jkt-type", "DPoP")));
  }

  private static UnaryOperator<TestToken> bound(Map<String, Object> cnf) {
    return token -> keycloak(token).claim("typ", "DPoP").claim("cnf", cnf);
  }

  private static TestToken entra(TestToken token) {
    return token
        .header("typ", "JWT")
        .without("client_id")
        .without("jti")
        .claim("azp", "22222222-0000-0000-0000-000000000000")
        .claim("tid", TENANT.toString())
        .claim("ver", "2.0")
        .claim("scp", "user/*.rs openid")
        .claim("roles", List.of("nurse"));
  }

  @Test
  void entraNamesScopesInScpAndOneTenantIsOneIssuer() throws Exception {
    TestIssuer issuer = issuer("https://login.microsoftonline.com/" + TENANT + "/v2.0");
    TrustedIssuer profile = IssuerProfile.entra(TENANT, AUDIENCE);

    Identity identity = resolve(profile, issuer, IssuerProfileTest::entra);

    assertThat(identity.clientId()).startsWith("22222222");
    assertThat(identity.scopes()).containsExactly("user/*.rs", "openid");
    assertThat(identity.roles()).containsExactly("nurse");
    refused(
        TokenReason.UNKNOWN_ISSUER,
        profile,
        issuer,
        t ->
            entra(t)
                .claim("iss", "https://login.microsoftonline.com/" + UUID.randomUUID() + "/v2.0"));
    // Such a token says nothing of scopes, whatever stands in scope.
    assertThat(
            resolve(profile, issuer, t -> entra(t).without("scp").scope("user/*.cruds")).scopes())
        .isEmpty();
  }

  private static TestToken okta(TestToken token) {
    return token
        .withoutHeader("typ")
        .without("client_id")
        .claim("cid", "0oa1")
        .claim("uid", "00u1")
        .claim("ver", 1)
        .claim("scp", List.of("openid", "patient/*.rs"))
        .claim("groups", List.of("Physicians"));
  }

  @Test
  void oktaNamesTheClientInCidAndListsScopes() throws Exception {
    TestIssuer issuer = issuer("https://clinic.okta.example/oauth2/default");
    TrustedIssuer profile = IssuerProfile.okta(issuer.issuer(), AUDIENCE);

    Identity identity = resolve(profile, issuer, IssuerProfileTest::okta);

    assertThat(identity.clientId()).isEqualTo("0oa1");
    assertThat(identity.scopes()).containsExactly("openid", "patient/*.rs");
    assertThat(identity.roles()).containsExactly("Physicians");
    refused(
        TokenReason.CLAIM_CONFLICT, profile, issuer, t -> okta(t).claim("client_id", "another"));
    refused(TokenReason.CLAIM_MISSING, profile, issuer, t -> okta(t).without("cid"));
    for (Object odd : List.of(List.of("a b"), List.of(1), List.of(""), 1, Map.of())) {
      refused(TokenReason.CLAIM_MALFORMED, profile, issuer, t -> okta(t).claim("scp", odd));
    }
  }

  @Test
  void withoutAProfileNoneOfTheseIsAccepted() {
    TestIssuer issuer = issuer("https://strict.example");
    TrustedIssuer strict = TrustedIssuer.of(issuer.issuer(), AUDIENCE);

    refused(TokenReason.WRONG_TYPE, strict, issuer, IssuerProfileTest::keycloak);
    refused(TokenReason.WRONG_TYPE, strict, issuer, IssuerProfileTest::entra);
    refused(TokenReason.WRONG_TYPE, strict, issuer, IssuerProfileTest::okta);
  }

  @Test
  void anEhrIsAskedAsSmartSays() throws Exception {
    TestIssuer issuer = issuer("https://ehr.example");
    try (IntrospectionServer server = issuer.introspect()) {
      TrustedIssuer trusted = IssuerProfile.smart(issuer.issuer(), AUDIENCE, server.settings());
      TokenVerifier verifier = TokenVerifier.builder().trust(trusted).clock(clock).build();
      IdentityResolver identities = IdentityResolver.of(List.of(trusted), ServerBase.of(AUDIENCE));
      String token =
          server.issue(
              t ->
                  t.without("iss")
                      .without("sub")
                      .without("aud")
                      .without("iat")
                      .without("token_type")
                      .patient("p1")
                      .scope("launch/patient patient/*.rs"));

      Identity identity = identities.resolve(verifier.verify(token));

      assertThat(identity.subject()).isEqualTo("app-1");
      assertThat(identity.launchContext().patient()).contains("p1");
      String endless = server.issue(t -> t.without("exp"));
      assertThatThrownBy(() -> verifier.verify(endless)).isInstanceOf(TokenRejectedException.class);
      String nameless = server.issue(t -> t.without("sub").without("client_id"));
      assertThatThrownBy(() -> verifier.verify(nameless))
          .isInstanceOf(TokenRejectedException.class);
    }
  }

  @Test
  void aRefreshTokenIsRefusedByWhateverTellsIt() {
    TestIssuer issuer = issuer("https://ehr.example");
    try (IntrospectionServer server = issuer.introspect()) {
      TrustedIssuer trusted = IssuerProfile.smart(issuer.issuer(), AUDIENCE, server.settings());
      TokenVerifier verifier = TokenVerifier.builder().trust(trusted).clock(clock).build();
      Map<TokenReason, List<UnaryOperator<TestToken>>> bent =
          Map.of(
              TokenReason.NOT_AN_ACCESS_TOKEN,
              List.of(
                  t -> t.claim("token_type", "refresh_token"),
                  t -> t.claim("token_type", "Refresh"),
                  t -> t.claim("token_type", "N_A"),
                  t -> t.without("token_type").claim("token_use", "refresh"),
                  t -> t.without("token_type").claim("typ", "Refresh"),
                  t -> t.without("token_type").claim("typ", "Offline")),
              TokenReason.LIFE_TOO_LONG,
              List.of(t -> t.without("token_type").without("iat").expiresIn(Duration.ofDays(30))));
      bent.forEach(
          (reason, all) ->
              all.forEach(
                  one -> {
                    String token = server.issue(one);
                    assertThatThrownBy(() -> verifier.verify(token))
                        .isInstanceOfSatisfying(
                            TokenRejectedException.class,
                            e -> assertThat(e.reason()).isEqualTo(reason));
                  }));
    }
  }

  @Test
  void classesRankAsTheIssuerOrdersThem() throws Exception {
    TestIssuer issuer = issuer("https://issuer.example");
    TrustedIssuer ordered =
        TrustedIssuer.of(issuer.issuer(), AUDIENCE).acrOrder("pwd", "mfa", "phr");

    assertThat(contexts(ordered, issuer, "phr")).containsExactlyInAnyOrder("pwd", "mfa", "phr");
    assertThat(contexts(ordered, issuer, "pwd")).containsExactly("pwd");
    assertThat(contexts(ordered, issuer, "zzz")).isEmpty();
    assertThat(contexts(ordered, issuer, null)).isEmpty();
    assertThat(contexts(TrustedIssuer.of(issuer.issuer(), AUDIENCE), issuer, "zzz"))
        .containsExactly("zzz");
    assertThatIllegalArgumentException().isThrownBy(() -> ordered.acrOrder("a", "b", "a"));
  }

  private Set<String> contexts(TrustedIssuer trusted, TestIssuer issuer, String acr)
      throws Exception {
    return resolve(trusted, issuer, t -> acr == null ? t : t.claim("acr", acr))
        .strength()
        .contexts();
  }

  @Test
  void ofSeveralIssuersOnlyThoseVouchForMfaThatWereSaidTo() throws Exception {
    TestIssuer first = issuer("https://first.example");
    TestIssuer second = issuer("https://second.example");
    TrustedIssuer vouching =
        TrustedIssuer.of(first.issuer(), AUDIENCE).jwks(first.jwks()).vouchForMfa();
    TrustedIssuer silent = TrustedIssuer.of(second.issuer(), AUDIENCE).jwks(second.jwks());
    TokenVerifier verifier =
        TokenVerifier.builder().trust(vouching).trust(silent).clock(clock).build();
    IdentityResolver identities =
        IdentityResolver.of(List.of(vouching, silent), ServerBase.of(AUDIENCE));

    Identity heard = identities.resolve(verifier.verify(first.mint(TestToken::mfa)));
    Identity unheard = identities.resolve(verifier.verify(second.mint(TestToken::mfa)));

    assertThat(heard.strength().amr()).contains("mfa");
    assertThat(unheard.strength().amr()).isEmpty();
    assertThat(unheard.strength().authTime()).isEmpty();
    assertThat(identities.describe())
        .anySatisfy(
            line ->
                assertThat(line).contains("second").contains("word on authentication is not used"))
        .noneSatisfy(
            line ->
                assertThat(line).contains("first").contains("word on authentication is not used"));
  }

  @Test
  void anIssuersNameIsAnAddress() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IssuerProfile.keycloak("http://id.example/realms/a", AUDIENCE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IssuerProfile.okta("clinic.okta.example", AUDIENCE));
    assertThatThrownBy(
            () ->
                IssuerProfile.smart(
                    "https://ehr.example",
                    AUDIENCE,
                    Introspection.at(URI.create("https://ehr.example/introspect"))))
        .hasMessageContaining("clientSecret");
  }
}
