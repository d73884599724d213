package org.ztclinical.smart;

import java.util.Objects;
import java.util.Optional;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.json.JsonObject;

/**
 * Looks up so many resources and no more for one request, however many entries it has, and for so
 * long; then nothing is known, and what depends on it is denied. Used by one thread.
 */
final class BoundedLookup implements ResourceLookup {
  static final int MAX_LOOKUPS = 1_000;
  private static final long MAX_NANOS = 5_000_000_000L;

  private final ResourceLookup lookup;
  private int asked;
  private long spentNanos;

  BoundedLookup(ResourceLookup lookup) {
    this.lookup = Objects.requireNonNull(lookup, "lookup");
  }

  @Override
  public Optional<JsonObject> find(String type, String id) {
    if (asked >= MAX_LOOKUPS || spentNanos > MAX_NANOS) {
      return Optional.empty();
    }
    asked++;
    long before = System.nanoTime();
    try {
      return lookup.find(type, id);
    } finally {
      spentNanos += System.nanoTime() - before;
    }
  }
}
