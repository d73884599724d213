package org.ztclinical.notice;

/** Hears notices. Called on the thread that speaks: return quickly and do not throw. */
@FunctionalInterface
public interface NoticeListener {
  /** Called once for each notice. */
  void on(Notice notice);

  /** Tells this listener first, then the other. */
  default NoticeListener and(NoticeListener other) {
    return notice -> {
      on(notice);
      other.on(notice);
    };
  }

  /** A listener that hears nothing. */
  static NoticeListener none() {
    return notice -> {};
  }
}
