package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ztclinical.servlet.RawClient.Received;

final class TomcatAnswerTest extends AnswerContract {
  TomcatAnswerTest() {
    super(TomcatServer::start);
  }

  @Test
  void anApplicationThatUnwrapsItsResponseFindsNothing() {
    Received received = behave("unwrap");

    assertThat(received.status()).isIn(403, 404);
    tellsNothing(received);
  }
}
