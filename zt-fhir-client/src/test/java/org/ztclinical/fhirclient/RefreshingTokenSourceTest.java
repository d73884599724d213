package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.ztclinical.access.OutboundGrant;
import org.ztclinical.fhirclient.TokenUnavailableException.Cause;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.testing.ManualClock;

class RefreshingTokenSourceTest {
  private static final OutboundGrant GRANT =
      new OutboundGrant(
          "https://as.example.org",
          "app",
          "app",
          List.of("system/Patient.r"),
          LaunchContext.of(Optional.empty(), Optional.empty()));

  private final ManualClock clock = ManualClock.create();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean down;

  private final RefreshingTokenSource source = RefreshingTokenSource.of(this::ask, clock);

  private AccessToken ask() throws TokenUnavailableException {
    int number = asked.incrementAndGet();
    if (down) {
      throw new TokenUnavailableException(Cause.UNREACHABLE, "down");
    }
    return AccessToken.of("token-" + number, GRANT, clock.instant().plusSeconds(300));
  }

  @Test
  void aTokenIsUsedUntilAFifthOfItsLifeIsLeft() throws Exception {
    AccessToken first = source.token();
    clock.advance(Duration.ofSeconds(239));
    AccessToken same = source.token();
    clock.advance(Duration.ofSeconds(2));
    AccessToken next = source.token();

    assertThat(same).isEqualTo(first);
    assertThat(next).isNotEqualTo(first);
    assertThat(asked).hasValue(2);
  }

  @Test
  void anAuthorizationServerThatIsAwayIsNotNoticedWhileTheTokenLives() throws Exception {
    AccessToken first = source.token();
    down = true;
    clock.advance(Duration.ofSeconds(250));

    assertThat(source.token()).isEqualTo(first);
    assertThat(source.token()).isEqualTo(first);
    assertThat(asked).as("asked once, then a pause").hasValue(2);
  }

  @Test
  void anEndedTokenIsNeverGiven() throws Exception {
    source.token();
    down = true;
    clock.advance(Duration.ofSeconds(296));

    assertThatThrownBy(source::token).isInstanceOf(TokenUnavailableException.class);
  }

  @Test
  void afterAFailureNothingIsAskedForAMoment() throws Exception {
    down = true;
    assertThatThrownBy(source::token).isInstanceOf(TokenUnavailableException.class);
    down = false;
    assertThatThrownBy(source::token).isInstanceOf(TokenUnavailableException.class);
    assertThat(asked).hasValue(1);

    clock.advance(Duration.ofSeconds(5));

    assertThat(source.token()).isNotNull();
  }

  @Test
  void aForgottenTokenIsReplacedAndAnOlderOneIsIgnored() throws Exception {
    AccessToken first = source.token();
    source.forget(first);
    AccessToken second = source.token();
    source.forget(first);

    assertThat(second).isNotEqualTo(first);
    assertThat(source.token()).isEqualTo(second);
  }

  @Test
  void manyThreadsAskOnce() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    RefreshingTokenSource slow =
        RefreshingTokenSource.of(
            () -> {
              inside.countDown();
              await(release);
              return ask();
            },
            clock);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<AccessToken>> waiting = new ArrayList<>();
      Callable<AccessToken> call = slow::token;
      for (int i = 0; i < 16; i++) {
        waiting.add(threads.submit(call));
      }
      await(inside);
      release.countDown();
      Set<AccessToken> given = new HashSet<>();
      for (Future<AccessToken> token : waiting) {
        given.add(token.get(10, TimeUnit.SECONDS));
      }

      assertThat(given).hasSize(1);
      assertThat(asked).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whileOneThreadRefreshesAheadTheOthersGoOnWithThePresentToken() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    RefreshingTokenSource slow =
        RefreshingTokenSource.of(
            () -> {
              if (asked.get() > 0) {
                inside.countDown();
                await(release);
              }
              return ask();
            },
            clock);
    AccessToken first = slow.token();
    clock.advance(Duration.ofSeconds(250));
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<AccessToken> refreshing = threads.submit(slow::token);
      await(inside);

      assertThat(slow.token()).isEqualTo(first);
      release.countDown();
      assertThat(refreshing.get(10, TimeUnit.SECONDS)).isNotEqualTo(first);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aRequestThatBreaksSaysNothingOfItsMessage() {
    RefreshingTokenSource broken =
        RefreshingTokenSource.of(
            () -> {
              throw new IllegalStateException("secret-of-the-client");
            },
            clock);

    assertThatThrownBy(broken::token)
        .isInstanceOf(TokenUnavailableException.class)
        .hasMessageNotContaining("secret-of-the-client");
  }

  @Test
  void neitherTokenNorGrantIsPrinted() throws Exception {
    AccessToken token = source.token();

    assertThat(token.toString() + source + token.grant()).doesNotContain("token-1");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
