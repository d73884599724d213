package org.ztclinical.enforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.reason.Reason;

/**
 * The check of a Bundle: of a search set or history each entry by itself; of any other kind all or
 * nothing, because its parts mean something only together or are signed.
 */
final class BundleCheck {
  private static final Reason UNREADABLE = Reason.of(EnforceReason.ANSWER_UNREADABLE);
  private static final String OUTCOME = "OperationOutcome";

  private final EntryRule rule;
  private final Released released;

  BundleCheck(EntryRule rule, Released released) {
    this.rule = rule;
    this.released = released;
  }

  /** The bundle as it may leave; empty when nothing of it may. */
  Optional<JsonObject> check(JsonObject bundle) {
    String type = bundle.string("type").orElse("");
    boolean list = type.equals("searchset") || type.equals("history");
    return list && bundle.get("signature") == null
        ? filtered(bundle, type.equals("history"))
        : whole(bundle);
  }

  private Optional<JsonObject> filtered(JsonObject bundle, boolean history) {
    if (bundle.get("entry") != null && !(bundle.get("entry") instanceof JsonArray)) {
      released.stays(UNREADABLE);
      return Optional.empty();
    }
    List<JsonValue> offered = bundle.array("entry");
    List<JsonValue> kept = new ArrayList<>(offered.size());
    for (JsonValue entry : offered) {
      Optional<Reason> refusal = refusalOf(entry, history);
      if (refusal.isEmpty()) {
        kept.add(entry);
      } else {
        released.stays(refusal.get());
      }
    }
    if (history && !rule.totalReliable() && kept.isEmpty()) {
      // An empty history would tell that something was there.
      return Optional.empty();
    }
    PageLinks.in(bundle).forEach(released::pageLink);
    return Optional.of(keeping(kept, offered.size(), bundle));
  }

  private JsonObject keeping(List<JsonValue> kept, int offered, JsonObject bundle) {
    boolean complete = kept.size() == offered;
    // The application counted before we removed: its number would tell of what was removed.
    JsonObject counted = complete && rule.totalReliable() ? bundle : bundle.without("total");
    if (complete) {
      return counted;
    }
    return kept.isEmpty() ? counted.without("entry") : counted.with("entry", new JsonArray(kept));
  }

  private Optional<Reason> refusalOf(JsonValue value, boolean history) {
    if (!(value instanceof JsonObject entry) || hasForeignOutcome(entry)) {
      return Optional.of(UNREADABLE);
    }
    if (entry.get("resource") == null) {
      // A deletion in a history names an id, which only who sees everything may see.
      return history && !rule.confined()
          ? Optional.empty()
          : Optional.of(Reason.of(EnforceReason.ANSWER_REFUSED));
    }
    JsonObject resource = entry.object("resource").orElse(null);
    Optional<Reason> refusal = refusalOf(resource);
    if (refusal.isEmpty() && resource != null) {
      released.leaves(resource);
    }
    return refusal;
  }

  private Optional<Reason> refusalOf(@Nullable JsonObject resource) {
    return resource == null || isBundle(resource)
        ? Optional.of(UNREADABLE)
        : rule.refuses(resource);
  }

  private Optional<JsonObject> whole(JsonObject bundle) {
    List<JsonObject> resources = new ArrayList<>();
    Optional<Reason> refusal = rule.refuses(bundle);
    for (JsonValue value : bundle.array("entry")) {
      JsonObject resource =
          value instanceof JsonObject entry && !hasForeignOutcome(entry)
              ? entry.object("resource").orElse(null)
              : null;
      refusal = refusal.or(() -> refusalOf(resource));
      if (refusal.isPresent() || resource == null) {
        released.stays(refusal.orElse(UNREADABLE));
        return Optional.empty();
      }
      resources.add(resource);
    }
    if (refusal.isPresent() || !isArrayOrAbsent(bundle.get("entry"))) {
      released.stays(refusal.orElse(UNREADABLE));
      return Optional.empty();
    }
    released.leaves(bundle);
    resources.forEach(released::leaves);
    return Optional.of(bundle);
  }

  private static boolean isArrayOrAbsent(@Nullable JsonValue entries) {
    return entries == null || entries instanceof JsonArray;
  }

  /** {@code response.outcome} can hold any resource; we let it hold only what it is meant for. */
  private static boolean hasForeignOutcome(JsonObject entry) {
    return entry
        .object("response")
        .map(response -> response.get("outcome"))
        .filter(
            outcome ->
                !(outcome instanceof JsonObject object
                    && object.string("resourceType").equals(Optional.of(OUTCOME))))
        .isPresent();
  }

  static boolean isBundle(JsonObject resource) {
    return resource.get("resourceType") instanceof JsonString type && type.value().equals("Bundle");
  }
}
