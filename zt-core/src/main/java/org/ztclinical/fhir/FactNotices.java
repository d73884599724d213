package org.ztclinical.fhir;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;

/**
 * Tells operators of facts that did not come, at most once a second of each kind, with how many
 * were not told of. Safe for use by many threads.
 */
final class FactNotices {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final NoticeListener listener;
  private final Map<Notice.Kind, Quiet> quiet = new EnumMap<>(Notice.Kind.class);

  FactNotices(NoticeListener listener) {
    this.listener = listener;
    quiet.put(Notice.Kind.FACTS_LATE, new Quiet());
    quiet.put(Notice.Kind.FACTS_UNAVAILABLE, new Quiet());
  }

  void say(Notice.Kind kind, String source, String detail) {
    Quiet before = quiet.get(kind);
    if (before == null) {
      throw new IllegalArgumentException("not a notice about facts");
    }
    long now = System.nanoTime();
    long next = before.until.get();
    if (now - next < 0 || !before.until.compareAndSet(next, now + SECOND)) {
      before.untold.incrementAndGet();
      return;
    }
    long untold = before.untold.getAndSet(0);
    listener.on(
        new Notice(kind, source, untold == 0 ? detail : detail + "; and " + untold + " before"));
  }

  /** Until when nothing is said, and what was not said. */
  private static final class Quiet {
    private final AtomicLong until = new AtomicLong(System.nanoTime());
    private final AtomicLong untold = new AtomicLong();
  }
}
