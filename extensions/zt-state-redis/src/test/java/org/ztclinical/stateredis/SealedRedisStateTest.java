package org.ztclinical.stateredis;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.ztclinical.state.StateStore;
import org.ztclinical.testing.SealedStateContract;

@Tag("state-server")
class SealedRedisStateTest extends SealedStateContract {
  private static RedisServer server;
  private static RedisState one;
  private static RedisState other;

  @BeforeAll
  static void start() throws Exception {
    server = RedisServer.start();
    one = RedisState.builder(server.uri()).callTimeout(Duration.ofSeconds(5)).connect();
    other = RedisState.builder(server.uri()).callTimeout(Duration.ofSeconds(5)).connect();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      one.close();
      other.close();
      server.close();
    }
  }

  @Override
  protected StateStore below() {
    return one;
  }

  @Override
  protected StateStore otherBelow() {
    return other;
  }

  @Override
  protected Duration brief() {
    return Duration.ofMillis(300);
  }
}
