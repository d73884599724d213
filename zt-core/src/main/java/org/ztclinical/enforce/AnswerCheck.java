package org.ztclinical.enforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ztclinical.access.Permit;
import org.ztclinical.fhir.Classified;
import org.ztclinical.policy.PageBindings;
import org.ztclinical.reason.Experimental;
import org.ztclinical.smart.ReleaseTerms;

/**
 * Checks the answer to a permitted request by the permit's own terms, and remembers to whom links
 * to further pages were given. Immutable but for those links; safe for use by many threads.
 */
@Experimental
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
            ? single.check(
                response,
                EntryRule.of(terms, confined, permit.request().fhir().interaction().isRead()))
            : batch.check(response, terms.entries(), rules(permit, confined));
    pages.bind(checked.released().pageTokens(), permit);
    return checked;
  }

  /** For each entry of a batch that was permitted, in order. */
  private static List<EntryRule> rules(Permit permit, boolean confined) {
    List<Classified> asked = permit.request().fhir().entries();
    List<EntryRule> rules = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      boolean reads =
          asked.get(i).fold(request -> request.interaction().isRead(), unknown -> false);
      permit
          .terms()
          .entries()
          .get(i)
          .terms()
          .ifPresent(
              terms -> rules.add(EntryRule.of(terms, confined || !terms.totalReliable(), reads)));
    }
    return rules;
  }

  /** Whoever sees only a part must not learn of the rest from counts or from error texts. */
  private static boolean isConfined(Permit permit) {
    return permit.explanation().isNarrowed()
        || permit.request().launch().patient().isPresent()
        || !permit.terms().totalReliable();
  }
}
