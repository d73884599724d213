package org.ztclinical.enforce;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;
import org.ztclinical.reason.Reason;

/** The check of a Parameters resource: every resource inside it, at any depth, all or nothing. */
final class ParametersCheck {
  private static final Reason UNREADABLE = Reason.of(EnforceReason.ANSWER_UNREADABLE);

  private ParametersCheck() {}

  /** Empty for every other type, and for Parameters whose resources all may leave. */
  static Optional<Reason> refuses(JsonObject document, EntryRule rule) {
    if (!isParameters(document)) {
      return Optional.empty();
    }
    if (!isListOrAbsent(document, "parameter")) {
      return Optional.of(UNREADABLE);
    }
    Deque<JsonValue> left = new ArrayDeque<>(document.array("parameter"));
    while (!left.isEmpty()) {
      if (!(left.pop() instanceof JsonObject parameter) || !isListOrAbsent(parameter, "part")) {
        return Optional.of(UNREADABLE);
      }
      JsonValue resource = parameter.get("resource");
      Optional<Reason> refusal =
          resource == null ? Optional.empty() : refusesInside(resource, rule);
      if (refusal.isPresent()) {
        return refusal;
      }
      parameter.array("part").forEach(left::push);
    }
    return Optional.empty();
  }

  private static Optional<Reason> refusesInside(JsonValue value, EntryRule rule) {
    if (!(value instanceof JsonObject resource)
        || EntryCheck.isBundle(resource)
        || isParameters(resource)) {
      return Optional.of(UNREADABLE);
    }
    return rule.refuses(resource);
  }

  /** What is no list would not be looked into, and may be read by somebody. */
  private static boolean isListOrAbsent(JsonObject holder, String member) {
    JsonValue value = holder.get(member);
    return value == null || value instanceof JsonArray;
  }

  private static boolean isParameters(JsonObject document) {
    return document.string("resourceType").orElse("").equals("Parameters");
  }
}
