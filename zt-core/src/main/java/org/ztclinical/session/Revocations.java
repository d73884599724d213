package org.ztclinical.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.token.Handle;
import org.ztclinical.token.Handles;
import org.ztclinical.token.VerifiedToken;

/**
 * What was ended, in the memory of this process. Asking takes no lock: a look-up for each kind of
 * target that was ever ended here, none while nothing was. What was marked is refused from the
 * moment at which {@link #mark} returns.
 *
 * <h2>What must hold</h2>
 *
 * No mark is dropped before all tokens it refuses have expired. When there is no room, all tokens
 * that the issuer gave until now are refused, and the marks that this covers make room: coarser,
 * never laxer. Where even that does not help, the issuer is refused altogether until an operator
 * trusts it again. Issuers have equal shares of the room, so that none is refused for what another
 * ends.
 *
 * <p>Safe for use by many threads.
 */
final class Revocations {
  /** Kinds of target of which there are marks, as sums of bits. */
  private static final class Shapes {
    private static final Shapes NONE = new Shapes(new int[0], new int[0]);

    private final int[] until;
    private final int[] during;

    private Shapes(int[] until, int[] during) {
      this.until = until;
      this.during = during;
    }

    int[] until() {
      return until;
    }

    int[] during() {
      return during;
    }

    Shapes with(Mark mark) {
      return mark.kind() == Mark.Kind.UNTIL
          ? new Shapes(add(until, mark.bits()), during)
          : new Shapes(until, add(during, mark.bits()));
    }

    private static int[] add(int[] known, int bits) {
      for (int one : known) {
        if (one == bits) {
          return known;
        }
      }
      int[] more = Arrays.copyOf(known, known.length + 1);
      more[known.length] = bits;
      return more;
    }
  }

  private final Map<String, Lives> issuers;
  private final int most;
  private final int share;
  private final InstantSource clock;
  private final NoticeListener notices;
  private final ConcurrentMap<Handle, Mark> until = new ConcurrentHashMap<>();
  private final ConcurrentMap<Handle, Mark> during = new ConcurrentHashMap<>();

  /** Guarded by the lock. */
  private final PriorityQueue<Mark> byEnd = new PriorityQueue<>(Comparator.comparing(Mark::end));

  /** How many marks there are of an issuer. Guarded by the lock. */
  private final Map<String, Integer> kept = new HashMap<>();

  private final ReentrantLock marking = new ReentrantLock();
  private volatile Shapes shapes = Shapes.NONE;
  private final AtomicLong generation = new AtomicLong();

  Revocations(Map<String, Lives> issuers, int most, InstantSource clock, NoticeListener notices) {
    this.issuers = Map.copyOf(issuers);
    this.most = most;
    this.share = most / Math.max(1, issuers.size());
    this.clock = clock;
    this.notices = notices;
  }

  /** Why the token is refused; null when nothing speaks against it. */
  @Nullable RevocationReason refusal(VerifiedToken token) {
    Handles handles = token.handles();
    if (handles.isMalformed()) {
      return RevocationReason.HANDLE_MALFORMED;
    }
    Shapes now = shapes;
    // A token of which nobody knows when it was issued may be older than any end.
    long issued = token.isIssueTimeTold() ? token.issuedAt().getEpochSecond() : Long.MIN_VALUE;
    for (int bits : now.until()) {
      Mark mark = until.get(handles.of(bits));
      if (mark != null && issued <= mark.at()) {
        return mark.why();
      }
    }
    for (int bits : now.during()) {
      Mark mark = during.get(handles.of(bits));
      if (mark != null && mark.refuses()) {
        return mark.why();
      }
    }
    return null;
  }

  /** Why all that an issuer signs with a key is refused; null when it is not. */
  @Nullable RevocationReason refusal(Target issuerOrKey) {
    for (Target.Meant meant : issuerOrKey.handles()) {
      Mark mark = during.get(meant.handle());
      if (mark != null && mark.refuses()) {
        return mark.why();
      }
    }
    return null;
  }

  /** What is known of a condition; null when nothing is. */
  @Nullable Mark condition(Target target) {
    return during.get(target.handles().get(0).handle());
  }

  /** Changes with every mark that changes something. */
  long generation() {
    return generation.get();
  }

  int size() {
    return until.size() + during.size();
  }

  /**
   * Takes note; in force when this returns.
   *
   * @return true when this changed anything
   */
  boolean mark(Mark mark) {
    if (!issuers.containsKey(mark.issuer()) || mark.end() <= clock.millis()) {
      return false;
    }
    marking.lock();
    try {
      forgetEnded();
      Map<Handle, Mark> table = table(mark);
      Mark there = table.get(mark.handle());
      if (there == null && kept(mark.issuer()) >= share) {
        makeRoom(mark.issuer());
      }
      // One more: that all until now are refused.
      if (there == null && kept(mark.issuer()) > share) {
        return refuseAltogether(mark.issuer());
      }
      return put(there == null ? mark : there.merge(mark), there);
    } finally {
      marking.unlock();
    }
  }

  private int kept(String issuer) {
    return kept.getOrDefault(issuer, 0);
  }

  private boolean put(Mark mark, @Nullable Mark there) {
    if (mark.equals(there)) {
      return false;
    }
    if (table(mark).put(mark.handle(), mark) == null) {
      kept.merge(mark.issuer(), 1, Integer::sum);
    }
    byEnd.add(mark);
    shapes = shapes.with(mark);
    generation.incrementAndGet();
    return true;
  }

  private void remove(Mark mark) {
    if (table(mark).remove(mark.handle(), mark)) {
      kept.merge(mark.issuer(), -1, Integer::sum);
    }
  }

  private Map<Handle, Mark> table(Mark mark) {
    return mark.kind() == Mark.Kind.UNTIL ? until : during;
  }

  void forgetEnded() {
    long now = clock.millis();
    marking.lock();
    try {
      Mark first = byEnd.peek();
      while (first != null && first.end() <= now) {
        byEnd.remove();
        // A later mark of the same handle has another end, and an entry of its own.
        remove(first);
        first = byEnd.peek();
      }
    } finally {
      marking.unlock();
    }
  }

  /** Refuses all that the issuer gave until now, and forgets what that covers. */
  private void makeRoom(String issuer) {
    Mark all =
        lives(issuer)
            .endedNow(Target.issuer(issuer), clock.instant(), RevocationReason.TOO_MANY_ENDED)
            .get(0);
    List<Mark> covered = new ArrayList<>();
    for (Mark mark : until.values()) {
      if (mark.issuer().equals(issuer) && mark.bits() != 0 && mark.at() <= all.at()) {
        covered.add(mark);
      }
    }
    covered.forEach(this::remove);
    byEnd.removeAll(new HashSet<>(covered));
    Mark there = until.get(all.handle());
    put(there == null ? all : there.merge(all), there);
    notices.on(
        new Notice(
            Notice.Kind.SESSIONS_FULL,
            issuer,
            "no room for what is ended: all tokens issued until now are refused"));
  }

  private boolean refuseAltogether(String issuer) {
    Instant now = clock.instant();
    Mark none =
        lives(issuer)
            .condition(Target.issuer(issuer), now, true, now, RevocationReason.TOO_MANY_ENDED)
            .get(0);
    Mark there = during.get(none.handle());
    notices.on(
        new Notice(
            Notice.Kind.SESSIONS_FULL, issuer, "no room at all: the issuer is refused altogether"));
    return put(there == null ? none : there.merge(none), there);
  }

  Lives lives(String issuer) {
    Lives lives = issuers.get(issuer);
    if (lives == null) {
      throw new IllegalArgumentException("not a trusted issuer: " + issuer);
    }
    return lives;
  }

  @Override
  public String toString() {
    return "revocations: " + size() + " of " + most;
  }
}
