package org.ztclinical.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
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
 * trusts it again; then what it gave until that moment stays refused. Issuers have equal shares of
 * the room, so that none is refused for what another ends. What operators distrust has room of its
 * own.
 *
 * <p>Safe for use by many threads.
 */
final class Revocations {
  /** Entries of the queue that may be out of date, besides as many as there are marks. */
  private static final int SLACK = 1_000;

  private final Map<String, IssuerRoom> rooms;
  private final int most;
  private final InstantSource clock;
  private final NoticeListener notices;
  private final ConcurrentMap<Handle, Mark> until = new ConcurrentHashMap<>();
  private final ConcurrentMap<Handle, Mark> during = new ConcurrentHashMap<>();

  /** With entries of marks that are no longer kept, but never many. Guarded by the lock. */
  private final PriorityQueue<Mark> byEnd = new PriorityQueue<>(Comparator.comparing(Mark::end));

  private final ReentrantLock marking = new ReentrantLock();
  private volatile MarkShapes shapes = MarkShapes.NONE;
  private final AtomicLong generation = new AtomicLong();

  /**
   * Marks of these issuers.
   *
   * @param told whom nothing but trust can be withdrawn from, besides
   */
  Revocations(
      Map<String, Lives> issuers,
      Set<String> told,
      int most,
      InstantSource clock,
      NoticeListener notices) {
    this.most = most;
    this.clock = clock;
    this.notices = notices;
    Map<String, IssuerRoom> shares = new HashMap<>();
    int share = most / Math.max(1, issuers.size());
    issuers.forEach((issuer, lives) -> shares.put(issuer, new IssuerRoom(issuer, lives, share)));
    told.forEach(name -> shares.put(name, new IssuerRoom(name, Lives.ofTrustAlone(), 0)));
    this.rooms = Map.copyOf(shares);
  }

  /** Why the token is refused; null when nothing speaks against it. */
  @Nullable RevocationReason refusal(VerifiedToken token) {
    Handles handles = token.handles();
    if (handles.isMalformed()) {
      return RevocationReason.HANDLE_MALFORMED;
    }
    MarkShapes now = shapes;
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
    return condition(target.handles().get(0).handle());
  }

  /** What is known of a condition by this handle; null when nothing is. */
  @Nullable Mark condition(Handle handle) {
    return during.get(handle);
  }

  /** Changes with every mark that changes something. */
  long generation() {
    return generation.get();
  }

  /** All of a kind that is kept, in no order. */
  List<Mark> all(Mark.Kind kind) {
    return List.copyOf((kind == Mark.Kind.UNTIL ? until : during).values());
  }

  int size() {
    return until.size() + during.size();
  }

  /** How many ends are waited for; for tests. */
  int queued() {
    return byEnd.size();
  }

  /**
   * Takes note; in force when this returns. Takes the same time however full it is, but for what it
   * forgets: that was noted before.
   *
   * @return true when this changed anything
   */
  boolean mark(Mark mark) {
    IssuerRoom room = rooms.get(mark.issuer());
    if (room == null || !room.takes(mark) || mark.end() <= clock.millis()) {
      return false;
    }
    marking.lock();
    try {
      forgetEnded();
      Mark there = table(mark).get(mark.handle());
      if (there == null && !room.hasSpaceFor(mark)) {
        return markWithoutRoom(mark, room);
      }
      if (mark.bits() == 0 && mark.kind() == Mark.Kind.WHILE && !mark.refuses()) {
        keepRefusing(mark, room);
      }
      return add(mark);
    } finally {
      marking.unlock();
    }
  }

  private boolean markWithoutRoom(Mark mark, IssuerRoom room) {
    if (!mark.refuses()) {
      return false;
    }
    room.harmless().forEach(this::remove);
    if (room.hasSpaceFor(mark)) {
      return put(mark, null);
    }
    Mark all = room.allUntil(clock.instant());
    add(all);
    for (Mark one : room.coverable()) {
      // One of an instance whose clock is ahead may reach further.
      if (one.at() <= all.at()) {
        remove(one);
      }
    }
    if (IssuerRoom.isCoverable(mark) && mark.at() <= all.at()) {
      tell(room, "no room for what is ended: all tokens issued until now are refused");
      return true;
    }
    return room.hasSpaceFor(mark) ? put(mark, null) : refuseAltogether(mark, room);
  }

  private boolean refuseAltogether(Mark forgotten, IssuerRoom room) {
    room.forgot(forgotten);
    Mark none = room.none(clock.instant());
    Mark there = during.get(none.handle());
    tell(room, "no room at all: the issuer is refused altogether");
    return (there != null && there.refuses()) || add(none);
  }

  /**
   * The issuer is to be trusted again: what was issued until then stays refused where an end found
   * no room.
   */
  private void keepRefusing(Mark trusted, IssuerRoom room) {
    Instant now = clock.instant();
    if (room.isForgetfulAt(now)) {
      add(room.allUntil(Instant.ofEpochMilli(trusted.at()), now));
    }
  }

  private void tell(IssuerRoom room, String detail) {
    if (room.mayTell(detail, clock.instant())) {
      notices.on(new Notice(Notice.Kind.SESSIONS_FULL, room.issuer(), detail));
    }
  }

  private boolean add(Mark mark) {
    Mark there = table(mark).get(mark.handle());
    return put(there == null ? mark : there.merge(mark), there);
  }

  private boolean put(Mark mark, @Nullable Mark there) {
    if (mark.equals(there)) {
      return false;
    }
    table(mark).put(mark.handle(), mark);
    IssuerRoom room = room(mark);
    if (there != null) {
      room.left(there);
    }
    room.came(mark);
    byEnd.add(mark);
    if (byEnd.size() > 2 * size() + SLACK) {
      byEnd.clear();
      byEnd.addAll(until.values());
      byEnd.addAll(during.values());
    }
    shapes = shapes.with(mark);
    generation.incrementAndGet();
    return true;
  }

  private void remove(Mark mark) {
    if (table(mark).remove(mark.handle(), mark)) {
      room(mark).left(mark);
    }
  }

  private IssuerRoom room(Mark mark) {
    return Objects.requireNonNull(rooms.get(mark.issuer()), "room");
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

  @Override
  public String toString() {
    return "revocations: " + size() + " of " + most;
  }
}
