package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.ztclinical.token.ForwardClock;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenReason;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;

/** What a token and an issuer's settings may just be, and what is one too many. */
class TokenEdgesTest {
  private static final int LONGEST = 16 * 1024;

  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer =
      TestIssuer.of("https://issuer.example", SigningAlgorithm.ES256, clock);
  private final TokenVerifier verifier =
      TokenVerifier.builder().trust(issuer.trusted()).clock(clock).build();

  @Test
  void aTokenHas16KibAtMost() throws Exception {
    assertThat(verifier.verify(ofLength(LONGEST))).isNotNull();
    rejected(TokenReason.TOO_LARGE, ofLength(LONGEST + 1));
  }

  private String ofLength(int length) {
    int guess = (length - padded("", "").length()) * 3 / 4;
    for (int pad = guess - 8; pad < guess + 8; pad++) {
      for (int more = 0; more < 4; more++) {
        String token = padded("x".repeat(more), "x".repeat(pad));
        if (token.length() == length) {
          return token;
        }
      }
    }
    throw new AssertionError("none of " + length + " characters");
  }

  private String padded(String inHeader, String inClaims) {
    return issuer.mint(t -> t.header("x5t", inHeader).claim("pad", inClaims));
  }

  @Test
  void theFirstCharacterBeyondAsciiIsNoBase64() {
    String token = issuer.mint();

    for (char other : new char[] {'\u007f', '\u0080', '\u00ff', '\uffff'}) {
      rejected(TokenReason.ENCODING, other + token.substring(1));
    }
  }

  @Test
  void aTokenNames32AudiencesAtMost() throws Exception {
    for (int count : new int[] {1, 32}) {
      Object audiences = Collections.nCopies(count, TestIssuer.AUDIENCE);
      assertThat(verifier.verify(issuer.mint(t -> t.claim("aud", audiences))).audience())
          .hasSize(count);
    }
    Object tooMany = Collections.nCopies(33, TestIssuer.AUDIENCE);
    rejected(TokenReason.CLAIM_MALFORMED, issuer.mint(t -> t.claim("aud", tooMany)));
  }

  @Test
  void aNameHas255CharactersAtMost() throws Exception {
    String longest = "n".repeat(255);

    assertThat(verifier.verify(issuer.mint(t -> t.subject(longest))).subject()).isEqualTo(longest);
    rejected(TokenReason.CLAIM_MALFORMED, issuer.mint(t -> t.subject(longest + "n")));
  }

  @Test
  void aTokenThatEndsWhenItBeginsIsNone() throws Exception {
    long now = clock.instant().getEpochSecond();

    rejected(TokenReason.CLAIM_CONFLICT, issuer.mint(t -> t.claim("iat", now).claim("exp", now)));
    assertThat(verifier.verify(issuer.mint(t -> t.claim("iat", now).claim("exp", now + 1))))
        .isNotNull();
  }

  @Test
  void aClockIsNotFollowedBackForAnHourAndIsBeyond() {
    ManualClock wall = ManualClock.create();
    ForwardClock forward = new ForwardClock(wall);
    Instant first = forward.instant();

    wall.advance(Duration.ofHours(-1));
    assertThat(forward.instant()).isEqualTo(first);
    wall.advance(Duration.ofMillis(-1));

    assertThat(forward.instant()).isEqualTo(wall.instant());
    assertThat(forward.millis()).isEqualTo(wall.instant().toEpochMilli());
  }

  @Test
  void clocksMayDifferByFiveMinutesAndNoMore() throws Exception {
    TrustedIssuer lenient = issuer.trusted().clockSkew(Duration.ofMinutes(5));
    TokenVerifier patient = TokenVerifier.builder().trust(lenient).clock(clock).build();
    String ended =
        issuer.mint(t -> t.issuedAgo(Duration.ofMinutes(9)).expiresIn(Duration.ofSeconds(-299)));

    assertThat(patient.verify(ended)).isNotNull();
    rejected(TokenReason.EXPIRED, ended);
    assertThat(lenient.allowedSkew()).isEqualTo(Duration.ofMinutes(5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lenient.clockSkew(Duration.ofMinutes(5).plusNanos(1)));
  }

  @Test
  void theLongestLifeIsWhatWasSaid() throws Exception {
    TrustedIssuer short1 = issuer.trusted().maxLife(Duration.ofMinutes(5));
    TokenVerifier brief = TokenVerifier.builder().trust(short1).clock(clock).build();

    assertThat(short1.longestLife()).isEqualTo(Duration.ofMinutes(5));
    assertThat(issuer.trusted().longestLife()).isEqualTo(Duration.ofHours(24));
    assertThat(brief.verify(issuer.mint(t -> t.expiresIn(Duration.ofMinutes(5))))).isNotNull();
    assertThatThrownBy(() -> brief.verify(issuer.mint(t -> t.expiresIn(Duration.ofSeconds(301)))))
        .isInstanceOfSatisfying(
            TokenRejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(TokenReason.LIFE_TOO_LONG));
  }

  @Test
  void aClaimThatIsReadHasAName() {
    TrustedIssuer trusted = issuer.trusted();

    assertThatIllegalArgumentException().isThrownBy(() -> trusted.rolesIn("realm_access", " "));
    assertThatIllegalArgumentException().isThrownBy(() -> trusted.rolesIn(""));
    assertThatIllegalArgumentException().isThrownBy(() -> trusted.clientClaim(""));
    assertThatIllegalArgumentException().isThrownBy(() -> trusted.scopeClaim(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> trusted.bindingType(""));
  }

  private void rejected(TokenReason reason, String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            TokenRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
