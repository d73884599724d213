package org.ztclinical.enforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.access.Permit;
import org.ztclinical.fhir.Classified;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.policy.PageBindings;
import org.ztclinical.reason.Experimental;
import org.ztclinical.request.HttpMethod;
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
  private final Limits limits;
  private final ExportCheck exports;

  /**
   * A check within these limits.
   *
   * @param names by which what leaves is recorded: tells what must be read of a resource for that
   */
  public AnswerCheck(Limits limits, PageBindings pages, ReleasedNames names) {
    this.limits = limits;
    Objects.requireNonNull(names, "names");
    this.single = new ResponseCheck(limits, names);
    this.batch = new BatchCheck(single);
    this.pages = Objects.requireNonNull(pages, "pages");
    this.exports = new ExportCheck(single, pages, limits, names);
  }

  Checked check(Permit permit, Response response) {
    if (permit.request().route().isPresent()) {
      // What a route answers is no FHIR: it names no resources, and leaves as it is.
      return new Checked(response, new Released(), false);
    }
    ReleaseTerms terms = permit.terms();
    Checked checked =
        terms.entries().isEmpty()
            ? single(permit, response)
            : batch.check(response, terms.entries(), rules(permit, isConfined(permit)));
    bind(permit, checked.released());
    return checked;
  }

  private Checked single(Permit permit, Response response) {
    EntryRule rule = rule(permit);
    return exports.check(permit, response, rule).orElseGet(() -> single.check(response, rule));
  }

  /** Remembers to whom the links that leave were given. */
  void bind(Permit permit, Released leaving) {
    pages.bind(leaving.pageTokens(), permit);
  }

  /**
   * The check of an answer that leaves piece by piece; empty when its request is not one whose
   * answers do. Routes of the application's own are held whole. Batches answer entry for entry, a
   * body that is suppressed is not looked at, of what is as if absent nothing leaves, and of the
   * answer to HEAD nothing but its length. Of what is about exports, files do.
   */
  Optional<AnswerWalk> walk(Permit permit, Response head, Released released, Leaving leaving) {
    if (permit.request().route().isPresent() || !mayLeaveInPieces(permit, head)) {
      return Optional.empty();
    }
    EntryRule rule = rule(permit);
    if (permit.request().fhir().bulk().isPresent()) {
      return exports.walk(permit, head, rule, released, leaving);
    }
    return ResponseCheck.isReadable(head)
        ? Optional.of(single.walk(head, rule, released, leaving, limits.maxPieceBytes()))
        : Optional.empty();
  }

  private static boolean mayLeaveInPieces(Permit permit, Response head) {
    FhirRequest fhir = permit.request().fhir();
    return permit.terms().entries().isEmpty()
        && !permit.terms().suppressBody()
        && !fhir.isExportStart()
        && !permit.terms().filter().refusesEverything()
        && (fhir.interaction().isRead() || fhir.interaction() == Interaction.OPERATION)
        && fhir.origin().method() != HttpMethod.HEAD
        && head.status() >= 200
        && head.status() < 300;
  }

  private static EntryRule rule(Permit permit) {
    return EntryRule.of(permit.terms(), isConfined(permit), permit.request().fhir().interaction());
  }

  /** For each entry of a batch that was permitted, in order. */
  private static List<EntryRule> rules(Permit permit, boolean confined) {
    List<Classified> asked = permit.request().fhir().entries();
    List<EntryRule> rules = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      Interaction interaction =
          asked.get(i).fold(FhirRequest::interaction, unknown -> Interaction.OPERATION);
      permit
          .terms()
          .entries()
          .get(i)
          .terms()
          .ifPresent(
              terms ->
                  rules.add(EntryRule.of(terms, confined || !terms.totalReliable(), interaction)));
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
