package org.ztclinical.token;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.ztclinical.request.AddressRange;

/**
 * Divides calls to one endpoint among those on whose behalf they are made: so many a second, so
 * many at a time. Safe for use by many threads.
 *
 * <h2>Who gets what</h2>
 *
 * A peer that is alone may use three quarters of both. Of several, each may use one part of one
 * more than they are, so that who comes next finds one, too: whoever asks much denies nothing to
 * who asks little. A call about a token that was good a while ago is nobody's flood, and may use
 * all that is left. Peers are known by their addresses, those of IPv6 by the network of 64 bits
 * that anybody has for himself. What is kept are the peers whose calls were let through in this
 * second, the one before, or are under way: no more than there may be calls.
 */
final class PeerShares {
  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private final int atOnce;
  private final LongSupplier nanos;

  // All guarded by this.
  private Map<String, Integer> before = new HashMap<>();
  private Map<String, Integer> now = new HashMap<>();
  private final Map<String, Integer> underWay = new HashMap<>();
  private long second;
  private int made;
  private int busy;

  PeerShares(int perSecond, int atOnce, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.atOnce = atOnce;
    this.nanos = nanos;
    this.second = nanos.getAsLong();
  }

  /** The name under which a peer has its share. */
  static String nameOf(String peer) {
    return AddressRange.networkOf(peer, 64).orElse(peer);
  }

  /**
   * Whether a call may be made now; if so, {@link #leave} must follow.
   *
   * @param peer a {@linkplain #nameOf name}
   * @param known whether it is about a token that was good a while ago
   */
  synchronized boolean enter(String peer, boolean known) {
    turn();
    if (made >= perSecond || busy >= atOnce) {
      return false;
    }
    if (!known && !isWithinShare(peer)) {
      return false;
    }
    made++;
    busy++;
    if (!known) {
      now.merge(peer, 1, Integer::sum);
    }
    underWay.merge(peer, 1, Integer::sum);
    return true;
  }

  private boolean isWithinShare(String peer) {
    return now.getOrDefault(peer, 0)
            < share(perSecond, Math.max(others(before, peer), others(now, peer)))
        && underWay.getOrDefault(peer, 0) < share(atOnce, others(underWay, peer));
  }

  private static int others(Map<String, Integer> peers, String peer) {
    return peers.size() - (peers.containsKey(peer) ? 1 : 0);
  }

  private static int share(int all, int others) {
    return Math.max(1, others == 0 ? all - all / 4 : all / (others + 2));
  }

  private void turn() {
    long passed = nanos.getAsLong() - second;
    if (passed < SECOND) {
      return;
    }
    before = passed < 2 * SECOND ? now : new HashMap<>();
    now = new HashMap<>();
    made = 0;
    second += passed - passed % SECOND;
  }

  /** The call is over. */
  synchronized void leave(String peer) {
    busy--;
    underWay.computeIfPresent(peer, (name, count) -> count > 1 ? count - 1 : null);
  }

  /** How many peers are kept; for tests. */
  synchronized int size() {
    return before.size() + now.size() + underWay.size();
  }
}
