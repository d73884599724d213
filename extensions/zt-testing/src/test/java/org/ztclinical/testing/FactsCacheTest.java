package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenReason;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.VerifiedToken;

class FactsCacheTest {
  private final ManualClock clock = ManualClock.create();
  private final TestIssuer issuer =
      TestIssuer.of("https://issuer.example", SigningAlgorithm.ES256, clock);
  private final TokenVerifier verifier =
      TokenVerifier.builder().trust(issuer.trusted()).clock(clock).build();

  private void rejected(TokenReason reason, String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            TokenRejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void factsAreFoundAgainForFiveMinutes() throws Exception {
    String token = issuer.mint(t -> t.expiresIn(Duration.ofHours(1)));
    VerifiedToken first = verifier.verify(token);

    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(verifier.verify(token)).isSameAs(first);
    clock.advance(Duration.ofMillis(1));
    VerifiedToken later = verifier.verify(token);

    assertThat(later).isNotSameAs(first);
    assertThat(later.tokenId()).isEqualTo(first.tokenId());
  }

  @Test
  void factsEndWithTheToken() throws Exception {
    String token = issuer.mint(t -> t.expiresIn(Duration.ofMinutes(2)));
    VerifiedToken first = verifier.verify(token);

    clock.advance(Duration.ofMinutes(2));
    assertThat(verifier.verify(token)).as("within the skew, verified anew").isNotSameAs(first);
    clock.advance(Duration.ofSeconds(30));

    rejected(TokenReason.EXPIRED, token);
  }

  @Test
  void anExpiredTokenStaysExpiredWhenTheClockIsSetBack() throws Exception {
    String token = issuer.mint(t -> t.expiresIn(Duration.ofMinutes(2)));
    verifier.verify(token);
    clock.advance(Duration.ofMinutes(3));
    rejected(TokenReason.EXPIRED, token);

    clock.advance(Duration.ofMinutes(-10));

    rejected(TokenReason.EXPIRED, token);
  }

  @Test
  void aClockThatWasHoursWrongIsFollowedBack() throws Exception {
    String now = issuer.mint();
    clock.advance(Duration.ofHours(5));
    rejected(TokenReason.EXPIRED, now);

    clock.advance(Duration.ofHours(-5));

    assertThat(verifier.verify(now)).isNotNull();
  }

  @Test
  void factsDoNotHoldBeforeTheTokenDoes() throws Exception {
    String token = issuer.mint(t -> t.claim("nbf", seconds(0)));
    verifier.verify(token);

    // A step back of more than an hour is followed: the clock was wrong when it was verified.
    clock.advance(Duration.ofHours(-2));

    rejected(TokenReason.NOT_YET_VALID, token);
  }

  @Test
  void factsAreFoundAgainFromTheFirstMomentOfTheToken() throws Exception {
    String early = issuer.mint(t -> t.claim("nbf", seconds(30)));
    VerifiedToken first = verifier.verify(early);

    assertThat(verifier.verify(early)).isSameAs(first);
  }

  private long seconds(int fromNow) {
    return clock.instant().getEpochSecond() + fromNow;
  }

  @Test
  void aRefusalIsNotRemembered() throws Exception {
    String token = issuer.mint(t -> t.claim("nbf", clock.instant().getEpochSecond() + 60));
    rejected(TokenReason.NOT_YET_VALID, token);

    clock.advance(Duration.ofSeconds(30));

    assertThat(verifier.verify(token)).isNotNull();
  }

  @Test
  void tokensWithEqualHashCodesAreDifferentTokens() throws Exception {
    // "Aa" and "BB" have equal hash codes; so have texts that differ in nothing else.
    String token = issuer.mint(t -> t.claim("jti", "x"));
    verifier.verify(token);
    String twin = twinOf(token);

    assertThat(twin.hashCode()).isEqualTo(token.hashCode());
    assertThatThrownBy(() -> verifier.verify(twin)).isInstanceOf(TokenRejectedException.class);
  }

  /** Another text of equal {@link String#hashCode()}: one character up, the next 31 down. */
  private static String twinOf(String token) {
    char[] text = token.toCharArray();
    for (int i = token.lastIndexOf('.') + 1; i + 1 < text.length; i++) {
      if (Character.isLetterOrDigit(text[i] + 1) && Character.isLetterOrDigit(text[i + 1] - 31)) {
        text[i]++;
        text[i + 1] -= 31;
        return new String(text);
      }
    }
    throw new AssertionError("no twin of this token");
  }

  @Test
  void manyThreadsWithOneNewTokenAgree() throws Exception {
    String token = issuer.mint();
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      List<Callable<VerifiedToken>> work = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        work.add(() -> verifier.verify(token));
      }
      for (Future<VerifiedToken> done : threads.invokeAll(work)) {
        assertThat(done.get().tokenId()).isEqualTo(verifier.verify(token).tokenId());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void withoutACacheTokensVerifyToo() throws Exception {
    TokenVerifier bare =
        TokenVerifier.builder().trust(issuer.trusted()).clock(clock).cachedTokens(0).build();
    String token = issuer.mint();

    assertThat(bare.verify(token)).isNotNull();
    assertThat(bare.verify(token)).isNotNull();
  }

  @Test
  void whatAHandlerHoldsCannotBeChanged() throws Exception {
    VerifiedToken token = verifier.verify(issuer.mint(t -> t.scope("a b")));

    assertThatThrownBy(() -> token.scopes().add("c"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> token.audience().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> token.claims().members().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
