package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ztclinical.ZeroTrust;
import org.ztclinical.signal.LogoutRule;
import org.ztclinical.signal.LogoutTokens;
import org.ztclinical.signal.SignalReason;
import org.ztclinical.signal.SignalRejectedException;
import org.ztclinical.token.TokenVerifier;

/** That an issuer's access tokens may be plain JWTs says nothing about its logout tokens. */
final class LogoutTypeTest {
  private static final UnaryOperator<TestToken> PLAIN = t -> t.header("typ", "JWT");
  private static final UnaryOperator<TestToken> WITHOUT_TYPE = t -> t.withoutHeader("typ");

  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer = TestIssuer.create(clock);
  private final TestSignals signals = TestSignals.of(issuer, "portal");
  private final LogoutRule strict = LogoutRule.of(issuer.issuer(), "portal");

  @Test
  void aPlainLogoutTokenOfAnIssuerWithPlainAccessTokensIsRefused() {
    for (UnaryOperator<TestToken> bent : List.of(PLAIN, WITHOUT_TYPE)) {
      assertThatThrownBy(() -> verified(strict, bent))
          .isInstanceOfSatisfying(
              SignalRejectedException.class,
              e -> assertThat(e.reason()).isEqualTo(SignalReason.MALFORMED));
    }
  }

  @Test
  void itIsAcceptedWhereThatWasSaid() throws Exception {
    for (UnaryOperator<TestToken> bent : List.of(PLAIN, WITHOUT_TYPE)) {
      assertThat(verified(strict.acceptPlainJwt(), bent)).contains("user-1");
    }
    assertThat(verified(strict.acceptPlainJwt(), t -> t)).contains("user-1");
  }

  @Test
  void evenThenATokenOfAnotherTypeOrMeaningIsRefused() {
    List<UnaryOperator<TestToken>> others =
        List.of(
            t -> t.header("typ", "at+jwt"),
            t -> t.header("typ", "secevent+jwt"),
            t -> PLAIN.apply(t).claim("nonce", "n"),
            t -> PLAIN.apply(t).without("events"));
    for (UnaryOperator<TestToken> other : others) {
      assertThatThrownBy(() -> verified(strict.acceptPlainJwt(), other))
          .isInstanceOf(SignalRejectedException.class);
    }
  }

  @Test
  void severalApplicationsOfAnIssuerHaveARuleEach() throws Exception {
    LogoutRule old = LogoutRule.of(issuer.issuer(), "old-app").acceptPlainJwt();
    LogoutRule bare = LogoutRule.of(issuer.issuer(), "bare-app").allowMissingExpiration();
    for (List<LogoutRule> rules : List.of(List.of(strict, old, bare), List.of(bare, old, strict))) {
      for (String client : List.of("portal", "old-app", "bare-app")) {
        assertThat(verified(rules, t -> t.audience(client))).as(client).contains("user-1");
      }
      assertThat(verified(rules, t -> PLAIN.apply(t).audience("old-app"))).contains("user-1");
      assertThat(verified(rules, t -> t.without("exp").audience("bare-app"))).contains("user-1");
      isRefused(rules, SignalReason.MALFORMED, PLAIN);
      isRefused(rules, SignalReason.MALFORMED, t -> PLAIN.apply(t).audience("bare-app"));
      isRefused(rules, SignalReason.CLAIMS, t -> t.without("exp"));
      isRefused(rules, SignalReason.CLAIMS, t -> t.without("exp").audience("old-app"));
      isRefused(rules, SignalReason.WRONG_AUDIENCE, t -> t.audience("another-app"));
    }
  }

  private void isRefused(
      List<LogoutRule> rules, SignalReason reason, UnaryOperator<TestToken> bent) {
    assertThatThrownBy(() -> verified(rules, bent))
        .isInstanceOfSatisfying(
            SignalRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void aClientThatTwoRulesNameDoesNotStart() {
    assertThatThrownBy(
            () ->
                ZeroTrust.builder()
                    .fhirServer("/fhir", "https://ehr.example.org")
                    .backChannelLogout("/logout", strict)
                    .backChannelLogout("/other", strict.acceptPlainJwt()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give each client one LogoutRule");
  }

  private Optional<String> verified(LogoutRule rule, UnaryOperator<TestToken> bent)
      throws Exception {
    return verified(List.of(rule), bent);
  }

  private Optional<String> verified(List<LogoutRule> rules, UnaryOperator<TestToken> bent)
      throws Exception {
    TokenVerifier tokens =
        TokenVerifier.builder().trust(issuer.trusted().acceptPlainJwt()).clock(clock).build();
    String token = signals.logoutToken(t -> bent.apply(t.subject("user-1")));
    return new LogoutTokens(tokens.statementsOfIssuers(), rules, clock).verify(token).subject();
  }
}
