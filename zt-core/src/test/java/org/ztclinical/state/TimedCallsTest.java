package org.ztclinical.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedCallsTest {
  private final TimedCalls calls = TimedCalls.create("the database", Duration.ofMillis(200), 1);
  private final CountDownLatch stuck = new CountDownLatch(1);

  @AfterEach
  void close() {
    stuck.countDown();
    calls.close();
  }

  @Test
  void whatReturnsInTimeIsReturned() throws Exception {
    assertThat(calls.call(() -> "answer")).isEqualTo("answer");
  }

  @Test
  void eachCallFindsTheClassesOfItsOwnCaller() throws Exception {
    Thread caller = Thread.currentThread();
    ClassLoader before = caller.getContextClassLoader();
    try {
      for (int i = 0; i < 2; i++) {
        ClassLoader application = new URLClassLoader(new URL[0]);
        caller.setContextClassLoader(application);

        assertThat(calls.call(() -> Thread.currentThread().getContextClassLoader()))
            .isSameAs(application);
      }
    } finally {
      caller.setContextClassLoader(before);
    }
  }

  @Test
  void nobodyWaitsLongerThanAgreedForWhatIsStuck() throws Exception {
    long begun = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  calls.call(
                      () -> {
                        stuck.await();
                        return "late";
                      }))
          .isInstanceOf(StateUnavailableException.class)
          .hasMessage("the database did not answer within 200 ms");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));

    stuck.countDown();
    assertThat(calls.call(() -> "answers again")).isEqualTo("answers again");
  }

  @Test
  void ofAFailureItsClassIsToldAndNotItsMessage() {
    assertThatThrownBy(
            () ->
                calls.call(
                    () -> {
                      throw new SQLException("Key (state_key)=(4711) already exists");
                    }))
        .isInstanceOf(StateUnavailableException.class)
        .hasMessage("the database failed with SQLException")
        .hasNoCause();
  }

  @Test
  void whatTheCallSaysItselfIsHandedOn() {
    StateUnavailableException full =
        new StateUnavailableException(StateUnavailableException.Cause.FULL, "full");

    assertThatThrownBy(
            () ->
                calls.call(
                    () -> {
                      throw full;
                    }))
        .isSameAs(full);
  }

  @Test
  void afterItsEndNothingIsCalled() {
    calls.close();

    assertThatThrownBy(() -> calls.call(() -> "answer"))
        .isInstanceOf(StateUnavailableException.class)
        .hasMessage("the database is closed");
  }

  @Test
  void boundsAreChecked() {
    assertThatThrownBy(() -> TimedCalls.create("x", Duration.ZERO, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TimedCalls.create("x", Duration.ofSeconds(31), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TimedCalls.create("x", Duration.ofSeconds(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
