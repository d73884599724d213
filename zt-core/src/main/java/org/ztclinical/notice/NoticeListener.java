package org.ztclinical.notice;

/** Hears notices. Called on the thread that speaks: return quickly and do not throw. */
@FunctionalInterface
public interface NoticeListener {
  /** Called once for each notice. */
  void on(Notice notice);

  /** A listener that hears nothing. */
  static NoticeListener none() {
    return notice -> {};
  }
}
