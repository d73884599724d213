package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
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

  private Optional<String> verified(LogoutRule rule, UnaryOperator<TestToken> bent)
      throws Exception {
    TokenVerifier tokens =
        TokenVerifier.builder().trust(issuer.trusted().acceptPlainJwt()).clock(clock).build();
    String token = signals.logoutToken(t -> bent.apply(t.subject("user-1")));
    return new LogoutTokens(tokens.statementsOfIssuers(), List.of(rule), clock)
        .verify(token)
        .subject();
  }
}
