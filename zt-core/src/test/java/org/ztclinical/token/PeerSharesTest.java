package org.ztclinical.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who may make calls, and how many. */
class PeerSharesTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10 * SECOND);
  private final PeerShares shares = new PeerShares(100, 32, nanos::get);

  /** Makes as many calls as it may, each over at once. */
  private int flood(String peer) {
    int made = 0;
    while (made < 1_000 && call(peer, false)) {
      made++;
    }
    return made;
  }

  private boolean call(String peer, boolean known) {
    boolean entered = shares.enter(peer, known);
    if (entered) {
      shares.leave(peer);
    }
    return entered;
  }

  private void nextSecond() {
    nanos.addAndGet(SECOND);
  }

  @Test
  void whoIsAloneLeavesAQuarterToWhoComesNext() {
    for (int i = 0; i < 3; i++) {
      assertThat(flood("a")).isEqualTo(75);
      assertThat(call("honest", false)).isTrue();
      nextSecond();
      nextSecond();
    }
  }

  @Test
  void manyFloodsLeaveAsMuchToOneMoreAsTheyGet() {
    for (int second = 0; second < 5; second++) {
      for (String peer : new String[] {"a", "b", "c"}) {
        int made = flood(peer);
        assertThat(second < 2 || made <= 25).as(peer + " made " + made).isTrue();
      }
      if (second >= 2) {
        assertThat(call("honest-" + second, false)).as("in second " + second).isTrue();
      }
      nextSecond();
    }
  }

  @Test
  void aTokenThatWasGoodIsAskedAboutWhateverItsPeerDoes() {
    flood("proxy");

    assertThat(call("proxy", false)).isFalse();
    for (int i = 0; i < 25; i++) {
      assertThat(call("proxy", true)).isTrue();
    }
    assertThat(call("proxy", true)).as("no more than there are").isFalse();
  }

  @Test
  void callsThatAnIssuerKeepsWaitingAreShared() {
    for (int i = 0; i < 24; i++) {
      assertThat(shares.enter("a", false)).isTrue();
    }
    assertThat(shares.enter("a", false)).isFalse();

    for (int i = 0; i < 8; i++) {
      assertThat(shares.enter("honest", false)).isTrue();
    }
    assertThat(shares.enter("honest", false)).as("no more at a time").isFalse();
    shares.leave("a");
    assertThat(shares.enter("a", false)).as("above its share").isFalse();
    assertThat(shares.enter("honest", false)).isTrue();
  }

  @Test
  void noMorePeersAreKeptThanThereAreCalls() {
    for (int i = 0; i < 100_000; i++) {
      call("peer-" + i, false);
      nanos.addAndGet(1_000);
    }

    assertThat(shares.size()).isLessThanOrEqualTo(2 * 100 + 32);
  }

  @Test
  void aNetworkThatAnybodyHasIsOnePeer() {
    assertThat(PeerShares.nameOf("2001:db8:1:2:3:4:5:6"))
        .isEqualTo(PeerShares.nameOf("2001:db8:1:2::1%eth0"))
        .isNotEqualTo(PeerShares.nameOf("2001:db8:1:3::1"));
    assertThat(PeerShares.nameOf("192.0.2.7"))
        .isEqualTo(PeerShares.nameOf("::ffff:192.0.2.7"))
        .isNotEqualTo(PeerShares.nameOf("192.0.2.8"));
    assertThat(PeerShares.nameOf("unknown")).isEqualTo("unknown");
  }
}
