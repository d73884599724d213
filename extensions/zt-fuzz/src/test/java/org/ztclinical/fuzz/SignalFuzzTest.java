package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ztclinical.request.PlainText;
import org.ztclinical.signal.EventTransmitter;
import org.ztclinical.signal.LogoutRule;
import org.ztclinical.signal.LogoutToken;
import org.ztclinical.signal.LogoutTokens;
import org.ztclinical.signal.SecurityEventToken;
import org.ztclinical.signal.SecurityEvents;
import org.ztclinical.signal.SignalRejectedException;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenVerifier;

/**
 * Any text as a logout token and as a security event token: as it is, or, where it has more lines
 * than one, the first as header and the rest as claims, signed by the issuer's key.
 */
class SignalFuzzTest {
  private static final ManualClock CLOCK = ManualClock.create();
  private static final TestIssuer ISSUER =
      TestIssuer.of("https://issuer.example", SigningAlgorithm.ES256, CLOCK);
  private static final TokenVerifier TOKENS =
      TokenVerifier.builder()
          .trust(ISSUER.trusted())
          .transmitter(ISSUER.trusted())
          .clock(CLOCK)
          .build();
  private static final SecurityEvents EVENTS =
      new SecurityEvents(
          TOKENS.statementsOfTransmitters(),
          List.of(EventTransmitter.of(ISSUER.issuer(), TestIssuer.AUDIENCE)),
          CLOCK);
  private static final LogoutTokens LOGOUTS =
      new LogoutTokens(
          TOKENS.statementsOfIssuers(),
          List.of(LogoutRule.of(ISSUER.issuer(), "app-1").allowMissingExpiration()),
          CLOCK);

  @FuzzTest(maxDuration = "10m")
  void whatIsAcceptedIsOneKindOfSignalAndARefusalTellsNothing(byte[] bytes) throws Exception {
    String token = token(bytes);

    Bounded.run(
        () -> {
          Optional<SecurityEventToken> event = event(token);
          Optional<LogoutToken> logout = logout(token);
          assertThat(event.isPresent() && logout.isPresent()).isFalse();
          event.ifPresent(SignalFuzzTest::check);
          logout.ifPresent(SignalFuzzTest::check);
        });
  }

  private static String token(byte[] bytes) {
    int line = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n');
    return line < 0
        ? new String(bytes, StandardCharsets.UTF_8)
        : ISSUER.mint(
            token ->
                token
                    .headerText(new String(bytes, 0, line, StandardCharsets.UTF_8))
                    .claimsBytes(Arrays.copyOfRange(bytes, line + 1, bytes.length)));
  }

  private static Optional<SecurityEventToken> event(String token) throws KeysUnavailableException {
    try {
      return Optional.of(EVENTS.verify(token));
    } catch (SignalRejectedException e) {
      Refusals.assertTellsNothing(e, e.asReason());
      return Optional.empty();
    }
  }

  private static Optional<LogoutToken> logout(String token) throws KeysUnavailableException {
    try {
      return Optional.of(LOGOUTS.verify(token));
    } catch (SignalRejectedException e) {
      Refusals.assertTellsNothing(e, e.asReason());
      return Optional.empty();
    }
  }

  private static void check(SecurityEventToken event) {
    assertThat(event.transmitter().issuer()).isEqualTo(ISSUER.issuer());
    assertThat(event.id()).isNotBlank().matches(PlainText::isPlain);
    assertThat(event.issuedAt()).isBeforeOrEqualTo(CLOCK.instant().plusSeconds(60));
    assertThat(event.events()).isNotEmpty().hasSizeLessThanOrEqualTo(16);
    assertThat(
            event.subject().isPresent() || event.events().stream().noneMatch(e -> e.kind().acts()))
        .isTrue();
    assertThat(event.toString()).isEqualTo("SecurityEventToken [redacted]");
    event
        .subject()
        .ifPresent(
            subject ->
                assertThat(subject.toString())
                    .matches(
                        "subject in format (iss_sub|jwt_id|opaque|email|complex|aliases|other)"));
  }

  private static void check(LogoutToken logout) {
    assertThat(logout.issuer()).isEqualTo(ISSUER.issuer());
    assertThat(logout.id()).isNotBlank().matches(PlainText::isPlain);
    assertThat(logout.subject().or(logout::session)).isPresent();
    assertThat(logout.issuedAt())
        .isBetween(CLOCK.instant().minusSeconds(3_660), CLOCK.instant().plusSeconds(60));
    assertThat(logout.toString()).isEqualTo("LogoutToken [redacted]");
  }
}
