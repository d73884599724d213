package org.ztclinical.fhir;

import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.ztclinical.json.JsonObject;

/**
 * Looks up so many resources and no more for one request, however many entries it has, and for so
 * long in all; then nothing is known, and what depends on it is denied. For one thread; what it
 * throws is what the lookup throws.
 */
public final class BoundedLookup implements ResourceLookup {
  /** More are not looked up for one request. */
  public static final int MAX_LOOKUPS = 1_000;

  /** Longer is not looked for one request, all together. */
  public static final long MAX_NANOS = 5_000_000_000L;

  private final ResourceLookup lookup;
  private final LongSupplier nanoTime;
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
    if (lookups >= MAX_LOOKUPS || spent >= MAX_NANOS) {
      return Optional.empty();
    }
    lookups++;
    long start = nanoTime.getAsLong();
    try {
      return lookup.find(type, id);
    } finally {
      spent += nanoTime.getAsLong() - start;
    }
  }

  /** The ids are not shown. */
  @Override
  public String toString() {
    return lookups + " lookups";
  }
}
