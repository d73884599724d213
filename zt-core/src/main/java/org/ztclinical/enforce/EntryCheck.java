package org.ztclinical.enforce;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.reason.Reason;

/** The check of one entry of a search set or history, by itself. */
final class EntryCheck {
  private static final Reason UNREADABLE = Reason.of(EnforceReason.ANSWER_UNREADABLE);

  private final EntryRule rule;
  private final boolean history;

  EntryCheck(EntryRule rule, boolean history) {
    this.rule = rule;
    this.history = history;
  }

  /** Why the entry stays; empty when it may leave. */
  Optional<Reason> refuses(JsonValue value) {
    if (!(value instanceof JsonObject entry) || !isJudged(entry, rule)) {
      return Optional.of(UNREADABLE);
    }
    if (entry.get("resource") == null) {
      // A deletion in a history names an id, which only who sees everything may see.
      return history && !rule.confined()
          ? Optional.empty()
          : Optional.of(Reason.of(EnforceReason.ANSWER_REFUSED));
    }
    return refusesResource(entry.object("resource").orElse(null), rule);
  }

  /** Why the resource stays, with all that is inside it; a Bundle stays always. */
  static Optional<Reason> refusesResource(@Nullable JsonObject resource, EntryRule rule) {
    return resource == null || isBundle(resource)
        ? Optional.of(UNREADABLE)
        : rule.refuses(resource).or(() -> ParametersCheck.refuses(resource, rule));
  }

  /** Whether nothing stands beside the resource that nobody judges. */
  static boolean isJudged(JsonObject entry, EntryRule rule) {
    return BundleMembers.isEntry(entry) && !hasForeignOutcome(entry, rule);
  }

  /**
   * {@code response.outcome} can hold any resource; we let it hold only what it is meant for, and
   * that only where it may leave.
   */
  private static boolean hasForeignOutcome(JsonObject entry, EntryRule rule) {
    if (!(entry.get("response") instanceof JsonObject response)) {
      return entry.get("response") != null;
    }
    JsonValue outcome = response.get("outcome");
    boolean fits =
        outcome instanceof JsonObject object
            && OutcomeWords.isOutcome(object)
            && rule.refuses(object).isEmpty();
    return outcome != null && !fits;
  }

  static boolean isBundle(JsonObject resource) {
    return resource.get("resourceType") instanceof JsonString type && type.value().equals("Bundle");
  }
}
