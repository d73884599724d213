package org.ztclinical.policy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.json.JsonObject;

/**
 * What is stored, as far as one decision has looked: each resource is looked up once, and so many
 * only, in so much time. What comes later is not known. Failures are not known either. One thread
 * looks up; what was found may be read by many.
 */
final class StoredResources implements ResourceLookup {
  private static final Logger LOG = LoggerFactory.getLogger(StoredResources.class);

  /** More are not looked up for one request. */
  static final int MAX_LOOKUPS = 1_000;

  /** Longer is not looked for one request, all together. */
  static final long MAX_NANOS = 5_000_000_000L;

  private final ResourceLookup lookup;
  private final LongSupplier nanoTime;
  private final Map<String, Optional<JsonObject>> found = new ConcurrentHashMap<>();
  private long spent;

  StoredResources(ResourceLookup lookup) {
    this(lookup, System::nanoTime);
  }

  StoredResources(ResourceLookup lookup, LongSupplier nanoTime) {
    this.lookup = lookup;
    this.nanoTime = nanoTime;
  }

  @Override
  public Optional<JsonObject> find(String type, String id) {
    Optional<JsonObject> known = found.get(key(type, id));
    if (known != null) {
      return known;
    }
    if (found.size() >= MAX_LOOKUPS || spent >= MAX_NANOS) {
      return Optional.empty();
    }
    long start = nanoTime.getAsLong();
    Optional<JsonObject> stored = lookUp(type, id);
    spent += nanoTime.getAsLong() - start;
    found.put(key(type, id), stored);
    return stored;
  }

  /** What was found already; nothing more is looked up. */
  Optional<JsonObject> known(String type, String id) {
    return found.getOrDefault(key(type, id), Optional.empty());
  }

  private Optional<JsonObject> lookUp(String type, String id) {
    try {
      return lookup
          .find(type, id)
          .filter(resource -> resource.string("resourceType").filter(type::equals).isPresent())
          .filter(resource -> resource.string("id").filter(id::equals).isPresent());
    } catch (RuntimeException e) {
      // The message may hold patient data; the class name cannot.
      LOG.error("The lookup of a {} failed with {}", type, e.getClass().getName());
      return Optional.empty();
    }
  }

  private static String key(String type, String id) {
    return type + "/" + id;
  }
}
