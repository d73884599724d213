package org.ztclinical;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.ztclinical.fhir.FactDeadline;
import org.ztclinical.fhir.PatchPreview;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.smart.ScopeAuthorizer;

/** What a builder was told about facts that others know. */
final class FactSettings {
  private ResourceLookup lookup = ResourceLookup.none();
  private PatchPreview preview = PatchPreview.none();
  private Optional<Function<NoticeListener, FactDeadline>> deadline = Optional.empty();

  void lookup(ResourceLookup source) {
    lookup = Objects.requireNonNull(source, "lookup");
  }

  void preview(PatchPreview source) {
    preview = Objects.requireNonNull(source, "preview");
  }

  void deadline(Duration each, int atOnce) {
    // Made once to check the values, here where they are given; no thread starts before a question.
    FactDeadline.of(each, atOnce, NoticeListener.none()).close();
    deadline = Optional.of(notices -> FactDeadline.of(each, atOnce, notices));
  }

  /** The deadline of one protection. */
  FactDeadline within(NoticeListener notices) {
    return deadline.map(make -> make.apply(notices)).orElseGet(() -> FactDeadline.usual(notices));
  }

  /** Whoever decides by scopes asks for stored facts within this deadline. */
  ScopeAuthorizer known(ScopeAuthorizer.Builder scopes, FactDeadline within) {
    return scopes.lookup(lookup.within(within)).preview(preview.within(within)).build();
  }
}
