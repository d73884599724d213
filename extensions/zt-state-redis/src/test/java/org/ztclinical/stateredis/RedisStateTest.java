package org.ztclinical.stateredis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ztclinical.state.StateGuarantees;
import org.ztclinical.state.StateKey;
import org.ztclinical.state.StateStore;
import org.ztclinical.state.StateStore.Guarantee;
import org.ztclinical.state.StateSubscription;
import org.ztclinical.state.StateUnavailableException;
import org.ztclinical.testing.HeardChanges;
import org.ztclinical.testing.StateStoreContract;

@Tag("state-server")
class RedisStateTest extends StateStoreContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final StateKey KEY = StateKey.of("test", "alice", "Patient/4711");
  private static RedisServer server;

  private RedisState one;
  private RedisState other;
  private RedisServer own;
  private RedisState opened;

  @BeforeAll
  static void start() throws Exception {
    server = RedisServer.start("--appendonly", "yes");
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void connect() throws Exception {
    one = connect(server);
    other = connect(server);
  }

  @AfterEach
  void close() throws Exception {
    one.close();
    other.close();
    if (opened != null) {
      opened.close();
    }
    if (own != null) {
      own.thaw();
      own.close();
    }
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
    opened = RedisState.builder(server.uri()).share(facts).connect();
    return Optional.of(opened);
  }

  @Override
  protected Optional<StateStore> unreachable() throws Exception {
    own = RedisServer.start();
    opened = connectShortly(own.uri());
    own.freeze();
    return Optional.of(opened);
  }

  @Test
  void itPromisesWhatTheServerSaysOfItself() {
    assertThat(one.guarantees()).containsExactlyInAnyOrder(Guarantee.values());
    assertThat(one).hasToString("state in Redis (maxmemory-policy noeviction)");
  }

  @Test
  void aServerThatEvictsIsNotTakenForWhatMustBeKept() throws Exception {
    own = RedisServer.start("--maxmemory-policy", "volatile-ttl");
    opened = connect(own);

    assertThat(opened.guarantees())
        .containsExactlyInAnyOrder(Guarantee.ONE_WINNER, Guarantee.SHARED, Guarantee.CHANGE_FEED);
    assertThatThrownBy(
            () -> StateGuarantees.require(opened, "used proofs", Guarantee.KEPT_UNTIL_EXPIRY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "state in Redis (maxmemory-policy volatile-ttl) does not promise what used proofs need."
                + " It lacks KEPT_UNTIL_EXPIRY")
        .hasMessageContaining("maxmemory-policy noeviction");
  }

  @Test
  void aFullServerRefusesWhatIsNewAndForgetsNothing() throws Exception {
    own = RedisServer.start("--maxmemory", "3mb", "--maxmemory-policy", "noeviction");
    opened = connect(own);
    opened.putIfAbsent(KEY, "first", HOUR);
    StateUnavailableException refusal = fillUp(opened);

    assertThat(refusal.reason()).isEqualTo(StateUnavailableException.Cause.FULL);
    assertThat(refusal).hasMessage("Redis has no memory left").hasNoCause();
    assertThat(opened.get(KEY)).hasValue("first");
  }

  private static StateUnavailableException fillUp(StateStore store) {
    String value = "v".repeat(1000);
    for (int i = 0; i < 100_000; i++) {
      try {
        store.putIfAbsent(StateKey.of("fill", Integer.toString(i)), value, HOUR);
      } catch (StateUnavailableException e) {
        return e;
      }
    }
    throw new AssertionError("it never was full");
  }

  @Test
  void aRestartLosesTheConnectionAndNotTheFacts() throws Exception {
    own = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
    opened = connect(own);
    HeardChanges heard = new HeardChanges();
    StateSubscription subscription = opened.subscribe(heard);
    opened.putIfAbsent(KEY, "value", HOUR);

    own.restart();

    assertThat(eventually(opened)).hasValue("value");
    for (int i = 0; i < 100 && heard.timesMissed() == 0; i++) {
      Thread.sleep(50);
    }
    assertThat(heard.timesMissed()).as("told that changes may be missing").isPositive();
    opened.compareAndSet(KEY, Optional.of("value"), "new", HOUR);
    assertThat(heard.await(KEY, 2)).isTrue();
    subscription.close();
  }

  private static Optional<String> eventually(StateStore store) throws Exception {
    for (int i = 0; i < 200; i++) {
      try {
        return store.get(KEY);
      } catch (StateUnavailableException e) {
        Thread.sleep(50);
      }
    }
    throw new AssertionError("it did not connect again");
  }

  @Test
  void nothingInTheServerCanBeRead() throws Exception {
    one.putIfAbsent(KEY.ownedBy("alice"), "id", HOUR);
    RedisClient client = RedisClient.create(server.uri());
    try {
      RedisCommands<String, String> commands = client.connect().sync();

      assertThat(commands.keys("zt:*"))
          .isNotEmpty()
          .allMatch(key -> key.matches("zt:[a-z]+:[0-9a-f]{64}"));
      assertThat(commands.pttl("zt:" + KEY.text())).isPositive();
      assertThat(commands.pttl("zt:" + KEY.ownedBy("alice").owner().orElseThrow())).isPositive();
    } finally {
      client.shutdown();
    }
  }

  @Test
  void twoApplicationsDoNotMeet() throws Exception {
    opened = RedisState.builder(server.uri()).prefix("other-app:").connect();
    HeardChanges heard = new HeardChanges();
    opened.subscribe(heard);

    assertThat(one.putIfAbsent(StateKey.of("test", "two"), "1", HOUR)).isTrue();
    assertThat(opened.putIfAbsent(StateKey.of("test", "two"), "2", HOUR)).isTrue();
    assertThat(heard.await(StateKey.of("test", "two"), 1)).isTrue();
    assertThat(heard.keys()).hasSize(1);
    assertThatThrownBy(() -> RedisState.builder(server.uri()).prefix("a*"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aServerThatIsSilentOrRefusesFailsTheStartInTimeAndWithoutSecrets() throws Exception {
    long begun = System.nanoTime();
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var uri = server.uri();
      uri.setPort(silent.getLocalPort());
      assertThatThrownBy(() -> RedisState.builder(uri).connect())
          .isInstanceOf(StateUnavailableException.class)
          .hasMessageNotContaining(server.password());
    }
    var wrong = server.uri();
    wrong.setCredentialsProvider(
        io.lettuce.core.RedisCredentialsProvider.from(
            () -> io.lettuce.core.RedisCredentials.just(null, "wrong-4711")));
    assertThatThrownBy(() -> RedisState.builder(wrong).connect())
        .isInstanceOf(StateUnavailableException.class)
        .hasMessageNotContaining("4711");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(12));
  }

  /** As the manual shows. */
  private static RedisState connectShortly(RedisURI server) throws StateUnavailableException {
    return RedisState.builder(server).callTimeout(Duration.ofMillis(500)).connect();
  }

  private static RedisState connect(RedisServer server) throws StateUnavailableException {
    return RedisState.builder(server.uri()).callTimeout(Duration.ofSeconds(5)).connect();
  }
}
