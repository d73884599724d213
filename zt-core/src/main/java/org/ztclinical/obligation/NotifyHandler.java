package org.ztclinical.obligation;

import java.util.Objects;
import org.ztclinical.access.Obligation;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;

/**
 * Fulfils {@code notify}: somebody who reviews accesses is told that there is one to review, by
 * which policies it was permitted and where its decision stands in the audit log. Who and about
 * whom is told by that log alone. A listener that throws denies.
 */
public final class NotifyHandler implements ObligationHandler {
  /** What it fulfils. */
  public static final Obligation NOTIFY = Obligation.of("notify");

  private final NoticeListener reviewer;

  /** A handler that tells this listener. */
  public NotifyHandler(NoticeListener reviewer) {
    this.reviewer = Objects.requireNonNull(reviewer, "reviewer");
  }

  @Override
  public Obligation obligation() {
    return NOTIFY;
  }

  @Override
  public boolean tellsOthers() {
    return true;
  }

  @Override
  public ObligationAnswer fulfil(Duty duty) {
    String policies = duty.permit().decidedBy().toString();
    reviewer.on(
        new Notice(
            Notice.Kind.ACCESS_TO_REVIEW,
            policies.isEmpty() ? NOTIFY.name() : policies,
            "decision " + duty.permit().decisionId()));
    return ObligationAnswer.fulfilled();
  }
}
