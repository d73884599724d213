package org.ztclinical.statejcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateStore.Guarantee;
import org.ztclinical.state.StateUnavailableException;
import org.ztclinical.testing.StateStoreContract;

@Tag("state-server")
class HazelcastStateTest extends StateStoreContract {
  private static HazelcastPair pair;

  private JCacheState one;
  private JCacheState other;
  private HazelcastPair own;
  private JCacheState opened;

  @BeforeAll
  static void start() throws Exception {
    pair = HazelcastPair.start();
    assertThat(pair.size()).isEqualTo(2);
  }

  @AfterAll
  static void stop() {
    pair.close();
  }

  @BeforeEach
  void open() throws Exception {
    one = open(pair, 0).open();
    other = open(pair, 1).open();
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    if (opened != null) {
      opened.close();
    }
    if (own != null) {
      own.close();
    }
  }

  static JCacheState.Builder open(HazelcastPair pair, int member) {
    return JCacheState.builder(pair.cache(member))
        .callTimeout(Duration.ofSeconds(10))
        .promising(Guarantee.KEPT_UNTIL_EXPIRY, Guarantee.SHARED, Guarantee.CHANGE_FEED);
  }

  @Override
  protected StateStore store() {
    return one;
  }

  @Override
  protected StateStore otherInstance() {
    return other;
  }

  @Override
  protected Duration brief() {
    return Duration.ofMillis(300);
  }

  @Override
  protected Optional<StateStore> withShare(int facts) throws Exception {
    opened = open(pair, 0).share(facts).open();
    return Optional.of(opened);
  }

  @Override
  protected Optional<StateStore> unreachable() throws Exception {
    own = HazelcastPair.start();
    opened = open(own, 0).callTimeout(Duration.ofSeconds(2)).open();
    own.close();
    return Optional.of(opened);
  }

  @Test
  void whatIsKeptOutlivesTheMemberThatKeptIt() throws Exception {
    own = HazelcastPair.start();
    opened = open(own, 1).open();
    JCacheState crashed = open(own, 0).open();
    for (int i = 0; i < 200; i++) {
      crashed.putIfAbsent(key(i), "value", Duration.ofHours(1));
    }

    own.crash(0);

    for (int i = 0; i < 200; i++) {
      assertThat(opened.get(key(i))).hasValue("value");
      assertThat(opened.putIfAbsent(key(i), "again", Duration.ofHours(1))).isFalse();
    }
    crashed.close();
  }

  @Test
  void theManualsExampleOpensAStore() throws Exception {
    opened = openAsShown(pair.cache(0));

    assertThat(opened.putIfAbsent(key(4712), "value", Duration.ofHours(1))).isTrue();
    assertThat(other.get(key(4712))).hasValue("value");
  }

  private static JCacheState openAsShown(Cache<String, String> cache) throws Exception {
    return JCacheState.builder(cache)
        .promising(Guarantee.KEPT_UNTIL_EXPIRY, Guarantee.SHARED, Guarantee.CHANGE_FEED)
        .open();
  }

  @Test
  void whatHasEndedIsRemovedFromTheCache() throws Exception {
    own = HazelcastPair.start();
    opened = open(own, 0).open();
    for (int i = 0; i < 50; i++) {
      opened.putIfAbsent(key(i), "value", Duration.ofMillis(200));
    }
    Thread.sleep(250);
    for (int i = 50; i < 60; i++) {
      opened.putIfAbsent(key(i), "value", Duration.ofHours(1));
    }

    int left = 0;
    for (var entry : own.cache(1)) {
      assertThat(entry.getKey()).matches("member:[0-9a-f]{64}");
      left++;
    }
    assertThat(left).isEqualTo(10);
  }

  @Test
  void whatSomebodyElsePutThereIsRefused() throws Exception {
    pair.cache(0).put(key(4711).text(), "granted");

    assertThatThrownBy(() -> one.get(key(4711)))
        .isInstanceOf(StateUnavailableException.class)
        .hasMessage("the cache holds what was not kept by us");
  }

  private static StateKey key(int number) {
    return StateKey.of("member", Integer.toString(number));
  }
}
