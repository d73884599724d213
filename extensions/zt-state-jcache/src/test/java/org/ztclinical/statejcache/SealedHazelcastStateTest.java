package org.ztclinical.statejcache;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.ztclinical.state.StateStore;
import org.ztclinical.testing.SealedStateContract;

@Tag("state-server")
class SealedHazelcastStateTest extends SealedStateContract {
  private static HazelcastPair pair;
  private static JCacheState one;
  private static JCacheState other;

  @BeforeAll
  static void start() throws Exception {
    pair = HazelcastPair.start();
    one = HazelcastStateTest.open(pair, 0).open();
    other = HazelcastStateTest.open(pair, 1).open();
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
    pair.close();
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
