package org.ztclinical.enforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.obligation.ObligationReason;
import org.ztclinical.reason.Reason;
import org.ztclinical.smart.ScopeDecision;

/**
 * The check of the answer to a batch or transaction: each entry by the terms of the entry it
 * answers. Entries that were refused never reached the application; their answers are put back in
 * place here, so that the caller finds one answer for each question, in order (FHIR R4
 * §3.1.0.11.2).
 */
final class BatchCheck {
  private final ResponseCheck single;

  BatchCheck(ResponseCheck single) {
    this.single = single;
  }

  /**
   * Checks.
   *
   * @param decisions one for each entry that was sent
   * @param rules one for each entry that was permitted, in the same order
   */
  Checked check(Response response, List<ScopeDecision> decisions, List<EntryRule> rules) {
    Released released = new Released();
    if (response.status() >= 300) {
      return Checked.nothing(
          Refusals.uniform(Math.max(response.status(), 400)),
          released,
          EnforceReason.APPLICATION_ERROR);
    }
    Optional<JsonObject> bundle = single.read(response).filter(BatchCheck::isAnswer);
    if (bundle.isEmpty() || bundle.get().array("entry").size() != rules.size()) {
      return Checked.aborted(Refusals.withheld(), released, EnforceReason.ANSWER_UNREADABLE);
    }
    List<JsonValue> answers = answers(bundle.get(), decisions, rules, released);
    JsonObject checked =
        BundleMembers.ofBundle(bundle.get())
            .without("total")
            .without("_total")
            .with("entry", new JsonArray(answers));
    return new Checked(response.withBody(JsonWriter.write(checked)).asPart(), released, false);
  }

  private List<JsonValue> answers(
      JsonObject bundle, List<ScopeDecision> decisions, List<EntryRule> rules, Released released) {
    List<JsonValue> answers = new ArrayList<>();
    int next = 0;
    for (ScopeDecision decision : decisions) {
      if (decision.terms().isEmpty()) {
        answers.add(refused(decision));
      } else {
        answers.add(answer(bundle.array("entry").get(next), rules.get(next), released));
        next++;
      }
    }
    return answers;
  }

  private static JsonObject refused(ScopeDecision decision) {
    Optional<Reason> obligation =
        decision.<Optional<Reason>>fold(
            covered -> Optional.empty(),
            narrowed -> Optional.empty(),
            refused ->
                Optional.of(refused.reasons().get(0))
                    .filter(reason -> reason.code() instanceof ObligationReason));
    return failure(
        "403 Forbidden",
        obligation
            .map(Refusals::operationOutcome)
            .orElseGet(() -> Refusals.operationOutcome("forbidden", "The entry was refused.")));
  }

  private JsonObject answer(JsonValue value, EntryRule rule, Released released) {
    JsonObject entry =
        value instanceof JsonObject object
            ? BundleMembers.ofEntry(object)
            : new JsonObject(Map.of());
    Optional<JsonObject> response = entry.object("response");
    String status = response.flatMap(r -> r.string("status")).orElse("");
    if (!status.startsWith("2")) {
      return failure(status);
    }
    if (rule.asAbsent()) {
      released.stays(Reason.of(EnforceReason.ANSWER_REFUSED));
      return absent();
    }
    JsonObject told = entry.without("resource").with("response", withoutOutcome(response.get()));
    if (entry.get("resource") == null) {
      // Status and headers alone would tell that something is there which nobody has looked at.
      return rule.reads() ? absent() : told;
    }
    if (rule.suppressBody()) {
      released.stays(Reason.of(EnforceReason.BODY_SUPPRESSED));
      return told;
    }
    return entry
        .object("resource")
        .flatMap(resource -> single.filter(resource, rule, released))
        .map(resource -> told.with("resource", resource))
        .orElseGet(BatchCheck::absent);
  }

  private static JsonObject withoutOutcome(JsonObject response) {
    return response.without("outcome");
  }

  /** The application's own words may name what the caller may not see: only its status is told. */
  private static JsonObject failure(String status) {
    if (status.startsWith("404") || status.startsWith("410") || status.startsWith("304")) {
      return absent();
    }
    boolean known = status.matches("[45][0-9]{2}.*");
    return failure(
        known ? status.substring(0, 3) : "500", "processing", "The entry could not be processed.");
  }

  private static JsonObject absent() {
    return failure("404 Not Found", "not-found", Refusals.ABSENT);
  }

  private static JsonObject failure(String status, String code, String sentence) {
    return failure(status, Refusals.operationOutcome(code, sentence));
  }

  private static JsonObject failure(String status, JsonObject outcome) {
    JsonObject response =
        new JsonObject(Map.of("status", new JsonString(status))).with("outcome", outcome);
    return new JsonObject(Map.of("response", response));
  }

  private static boolean isAnswer(JsonObject document) {
    String type = document.string("type").orElse("");
    return EntryCheck.isBundle(document)
        && (type.equals("batch-response") || type.equals("transaction-response"));
  }
}
