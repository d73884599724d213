package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final Progress progress = new Progress();

  @Test
  void workWithoutAsynchronyIsCompleteWhenItReturns() {
    assertThat(progress.enter()).isTrue();
    assertThat(progress.leave()).isTrue();
    assertThat(progress.end()).isTrue();
    assertThat(progress.end()).isFalse();
    assertThat(progress.enter()).isFalse();
  }

  @Test
  void aCompletionDuringTheDispatchCountsWhenItReturns() {
    progress.enter();
    progress.asyncStarted(null);

    assertThat(progress.requestComplete()).isFalse();
    assertThat(progress.leave()).isTrue();
  }

  @Test
  void aCompletionAfterTheDispatchCountsAtOnceAndOnlyOnce() {
    progress.enter();
    progress.asyncStarted(null);

    assertThat(progress.leave()).isFalse();
    assertThat(progress.isUnattended()).isTrue();
    assertThat(progress.requestComplete()).isTrue();
    assertThat(progress.isUnattended()).isFalse();
    assertThatThrownBy(progress::requestComplete).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(progress::requestDispatch).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDispatchComesBackIntoTheApplication() {
    progress.enter();
    progress.asyncStarted(null);
    progress.requestDispatch();

    assertThat(progress.leave()).isFalse();
    assertThatThrownBy(progress::requestComplete).isInstanceOf(IllegalStateException.class);
    assertThat(progress.waitingContainer()).isEmpty();
    assertThat(progress.enter()).isTrue();
    assertThat(progress.leave()).isTrue();
  }

  @Test
  void withoutAsynchronousWorkThereIsNothingToComplete() {
    progress.enter();

    assertThatThrownBy(progress::requestComplete).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(progress::async).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void callbacksWaitForTheDispatchToReturn() {
    StringBuilder ran = new StringBuilder();
    progress.enter();
    assertThat(progress.keep(() -> ran.append("a"))).isEmpty();
    assertThat(progress.keep(() -> ran.append("b"))).isEmpty();

    progress.nextCallback().orElseThrow().run();
    progress.nextCallback().orElseThrow().run();

    assertThat(ran).hasToString("ab");
    assertThat(progress.nextCallback()).isEmpty();
  }
}
