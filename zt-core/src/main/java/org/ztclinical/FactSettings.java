package org.ztclinical;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.ztclinical.fhir.FactDeadline;
import org.ztclinical.notice.NoticeListener;

/** What a builder was told about facts that others know. */
final class FactSettings {
  private Optional<Function<NoticeListener, FactDeadline>> deadline = Optional.empty();

  void deadline(Duration each, int atOnce) {
    // Made once to check the values, here where they are given; no thread starts before a question.
    FactDeadline.of(each, atOnce, NoticeListener.none()).close();
    deadline = Optional.of(notices -> FactDeadline.of(each, atOnce, notices));
  }

  /** The deadline of one protection. */
  FactDeadline within(NoticeListener notices) {
    return deadline.map(make -> make.apply(notices)).orElseGet(() -> FactDeadline.usual(notices));
  }
}
