package org.ztclinical.policy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.fhir.BoundedLookup;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.json.JsonObject;

/**
 * What is stored, as far as one decision looks: so many resources only, in so much time. What comes
 * later is not known. Failures are not known either. Of each resource it is kept whose it is, and
 * no more, because a request may make many be looked up. One thread looks up; what was found may be
 * read by many.
 */
final class StoredResources {
  private static final Logger LOG = LoggerFactory.getLogger(StoredResources.class);

  private final ResourceLookup lookup;
  private final LongSupplier nanoTime;
  private final BoundedLookup bounded;
  private final Map<String, Whose> known;

  private StoredResources(ResourceLookup lookup, LongSupplier nanoTime, Map<String, Whose> known) {
    this.lookup = lookup;
    this.nanoTime = nanoTime;
    this.bounded = new BoundedLookup(lookup, nanoTime);
    this.known = known;
  }

  /** Looks up here. */
  static StoredResources in(ResourceLookup lookup) {
    return in(lookup, System::nanoTime);
  }

  static StoredResources in(ResourceLookup lookup, LongSupplier nanoTime) {
    return new StoredResources(lookup, nanoTime, new ConcurrentHashMap<>());
  }

  /** The same for another request, for which nothing was looked up. */
  StoredResources anew() {
    return in(lookup, nanoTime);
  }

  /** What is known already; nothing more is looked up. */
  StoredResources asKnown() {
    return new StoredResources(ResourceLookup.none(), nanoTime, known);
  }

  /** The resource, when it is there and there is room and time to look. */
  Optional<JsonObject> find(String type, String id) {
    try {
      return bounded
          .find(type, id)
          .filter(resource -> resource.string("resourceType").filter(type::equals).isPresent())
          .filter(resource -> resource.string("id").filter(id::equals).isPresent());
    } catch (RuntimeException e) {
      // The message may hold patient data; the class name cannot.
      LOG.error("The lookup of a {} failed with {}", type, e.getClass().getName());
      return Optional.empty();
    }
  }

  /**
   * Whose record the resource belongs to; looked up once.
   *
   * @param reading tells it of the resource
   */
  Whose whose(String type, String id, Function<JsonObject, Whose> reading) {
    String key = type + "/" + id;
    Whose before = known.get(key);
    if (before != null) {
      return before;
    }
    Whose found = find(type, id).map(reading).orElseGet(Whose::unknown);
    known.put(key, found);
    return found;
  }

  /** The ids are not shown. */
  @Override
  public String toString() {
    return bounded.toString();
  }
}
