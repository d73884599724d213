package org.ztclinical.fhir;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;

/**
 * What is stored, as one request sees it while it is decided: each resource is looked up once, so
 * that all who decide look at the same one; so many resources and no more, however many entries the
 * request has, and for so long in all. Then nothing is known, and what depends on it is denied. Of
 * what is too large to keep, and after {@link #forget}, each look is a new one. For one thread at a
 * time; what it throws is what the lookup throws.
 */
public final class BoundedLookup implements ResourceLookup {
  /** More are not looked up for one request. */
  public static final int MAX_LOOKUPS = 1_000;

  /** Longer is not looked for one request, all together. */
  public static final long MAX_NANOS = 5_000_000_000L;

  /** More JSON values are not kept for one request. */
  static final int MAX_KEPT_VALUES = 200_000;

  private final ResourceLookup lookup;
  private final LongSupplier nanoTime;
  private final Map<String, Optional<JsonObject>> seen = new HashMap<>();
  private boolean keeps = true;
  private int kept;
  private int lookups;
  private long spent;

  /**
   * A lookup for one request.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  public BoundedLookup(ResourceLookup lookup, LongSupplier nanoTime) {
    this.lookup = Objects.requireNonNull(lookup, "lookup");
    this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
  }

  /** The resource, when it is there and there is room and time to look. */
  @Override
  public Optional<JsonObject> find(String type, String id) {
    String name = type + "/" + id;
    Optional<JsonObject> before = seen.get(name);
    if (before != null) {
      return before;
    }
    if (isUsedUp()) {
      return Optional.empty();
    }
    Optional<JsonObject> found = ask(() -> lookup.find(type, id));
    keep(name, found);
    return found;
  }

  /** The resource, when it was found already and is kept; nothing is looked up. */
  public Optional<JsonObject> seen(String type, String id) {
    return seen.getOrDefault(type + "/" + id, Optional.empty());
  }

  private boolean isUsedUp() {
    return lookups >= MAX_LOOKUPS || spent >= MAX_NANOS;
  }

  /** Another question about what is stored, which takes of the same room and time. */
  Optional<JsonObject> ask(Supplier<Optional<JsonObject>> question) {
    if (isUsedUp()) {
      return Optional.empty();
    }
    lookups++;
    long start = nanoTime.getAsLong();
    try {
      return question.get();
    } finally {
      spent += nanoTime.getAsLong() - start;
    }
  }

  private void keep(String name, Optional<JsonObject> found) {
    int room = MAX_KEPT_VALUES - kept;
    int values = found.map(resource -> values(resource, room)).orElse(0);
    if (keeps && values <= room) {
      kept += values;
      seen.put(name, found);
    }
  }

  /** How many values there are, counted until they are more than there is room for. */
  private static int values(JsonValue value, int room) {
    int count = 1;
    Iterable<JsonValue> inner =
        value instanceof JsonObject object
            ? object.members().values()
            : value instanceof JsonArray array ? array.elements() : Set.of();
    for (JsonValue one : inner) {
      if (count > room) {
        return count;
      }
      count += values(one, room - count);
    }
    return count;
  }

  /** It was decided: what was seen is kept no longer. The bounds stay. */
  public void forget() {
    keeps = false;
    seen.clear();
  }

  /** The ids are not shown. */
  @Override
  public String toString() {
    return lookups + " lookups";
  }
}
