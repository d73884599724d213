package org.ztclinical.enforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;
import org.ztclinical.reason.Reason;

/**
 * The check of a Bundle that was read whole: of a search set or history each entry by itself; of
 * any other kind all or nothing, because its parts mean something only together or are signed. Most
 * search sets never come here: {@link BundleWalk} checks them piece by piece, by the same rules.
 */
final class BundleCheck {
  private static final Reason UNREADABLE = Reason.of(EnforceReason.ANSWER_UNREADABLE);

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
    EntryCheck check = new EntryCheck(rule, history);
    for (JsonValue entry : offered) {
      Optional<Reason> refusal = check.refuses(entry);
      if (refusal.isEmpty()) {
        kept.add(entry);
        ((JsonObject) entry).object("resource").ifPresent(released::leaves);
      } else {
        released.stays(refusal.get());
      }
    }
    if (history && !rule.totalReliable() && kept.isEmpty()) {
      // An empty history would tell that something was there.
      return Optional.empty();
    }
    JsonObject known = BundleMembers.ofBundle(bundle);
    PageLinks.in(known).forEach(released::pageLink);
    return Optional.of(keeping(kept, offered.size(), known));
  }

  private JsonObject keeping(List<JsonValue> kept, int offered, JsonObject bundle) {
    boolean complete = kept.size() == offered;
    // The application counted before we removed: its number would tell of what was removed.
    JsonObject counted =
        complete && rule.totalReliable() ? bundle : bundle.without("total").without("_total");
    if (complete) {
      return counted;
    }
    return kept.isEmpty() ? counted.without("entry") : counted.with("entry", new JsonArray(kept));
  }

  private Optional<JsonObject> whole(JsonObject bundle) {
    List<JsonObject> resources = new ArrayList<>();
    Optional<Reason> refusal =
        BundleMembers.isBundle(bundle) ? rule.refuses(bundle) : Optional.of(UNREADABLE);
    for (JsonValue value : bundle.array("entry")) {
      JsonObject resource =
          value instanceof JsonObject entry && EntryCheck.isJudged(entry, rule)
              ? entry.object("resource").orElse(null)
              : null;
      refusal = refusal.or(() -> EntryCheck.refusesResource(resource, rule));
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
}
