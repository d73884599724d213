package org.ztclinical.enforce;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.reason.Reason;

/**
 * What of an application's OperationOutcome (FHIR R4 §OperationOutcome) may leave. No scope covers
 * one, so filters let it pass; but it is written by the application, and may name whom the caller
 * may not see. A caller who is confined reads none of it, and to nobody it carries other resources.
 */
final class OutcomeWords {
  /** Stands where the answer itself is an outcome, of a request that succeeded. */
  static final JsonObject OURS =
      new JsonObject(Map.of("resourceType", new JsonString("OperationOutcome")))
          .with("issue", new JsonArray(List.of(completed())));

  private static final Reason WITHHELD = Reason.of(EnforceReason.OUTCOME_WITHHELD);

  private OutcomeWords() {}

  private static JsonObject completed() {
    return new JsonObject(Map.of("severity", new JsonString("information")))
        .with("code", new JsonString("informational"))
        .with("diagnostics", new JsonString("The request was completed."));
  }

  /** Why an outcome stays; empty for every other resource. */
  static Optional<Reason> refuses(JsonObject resource, boolean confined) {
    return isOutcome(resource) && (confined || carriesResources(resource))
        ? Optional.of(WITHHELD)
        : Optional.empty();
  }

  /** True when this is why something stays. */
  static boolean isReason(Reason refusal) {
    return refusal.code() == EnforceReason.OUTCOME_WITHHELD;
  }

  static boolean isOutcome(JsonObject resource) {
    return resource.string("resourceType").equals(Optional.of("OperationOutcome"));
  }

  /** Whatever a reader could take for a resource, at any depth and wherever it does not belong. */
  private static boolean carriesResources(JsonObject outcome) {
    Deque<JsonValue> left = new ArrayDeque<>(outcome.members().values());
    while (!left.isEmpty()) {
      JsonValue value = left.pop();
      if (value instanceof JsonArray array) {
        array.elements().forEach(left::push);
      } else if (value instanceof JsonObject object) {
        if (object.get("resourceType") != null) {
          return true;
        }
        object.members().values().forEach(left::push);
      }
    }
    return outcome.get("contained") != null;
  }
}
