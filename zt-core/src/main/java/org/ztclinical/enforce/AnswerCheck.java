package org.ztclinical.enforce;

import java.util.Objects;
import org.ztclinical.access.Permit;
import org.ztclinical.policy.PageBindings;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Verdict;
import org.ztclinical.smart.ReleaseTerms;

/**
 * Checks the answer to a permitted request by the permit's own terms, and remembers to whom links
 * to further pages were given. Immutable but for those links; safe for use by many threads.
 */
public final class AnswerCheck {
  private final ResponseCheck single;
  private final BatchCheck batch;
  private final PageBindings pages;

  /** A check within these limits. */
  public AnswerCheck(Limits limits, PageBindings pages) {
    this.single = new ResponseCheck(limits);
    this.batch = new BatchCheck(single);
    this.pages = Objects.requireNonNull(pages, "pages");
  }

  Checked check(Permit permit, Response response) {
    ReleaseTerms terms = permit.terms();
    boolean confined = isConfined(permit);
    Checked checked =
        terms.entries().isEmpty()
            ? single.check(response, EntryRule.of(terms, confined, reads(permit)))
            : batch.check(response, terms.entries(), confined);
    checked.released().pageTokens().forEach(token -> pages.bind(token, permit.request()));
    return checked;
  }

  private static boolean reads(Permit permit) {
    return switch (permit.request().fhir().interaction()) {
      case READ,
          VREAD,
          HISTORY_INSTANCE,
          HISTORY_TYPE,
          HISTORY_SYSTEM,
          SEARCH_TYPE,
          SEARCH_SYSTEM,
          CAPABILITIES ->
          true;
      case CREATE, UPDATE, PATCH, DELETE, BATCH, TRANSACTION, OPERATION -> false;
    };
  }

  /** Whoever sees only a part must not learn of the rest from counts or from error texts. */
  private static boolean isConfined(Permit permit) {
    return permit.explanation().of(Layer.APPLICATION).verdict() == Verdict.NARROWED
        || permit.request().launch().patient().isPresent();
  }
}
