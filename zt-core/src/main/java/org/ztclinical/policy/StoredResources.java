package org.ztclinical.policy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.fhir.BoundedLookup;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.json.JsonObject;

/**
 * What is stored, as far as one decision looks: within the {@linkplain BoundedLookup bounds} of its
 * request. Failures are not known. Of each resource it is kept whose it is, and no more, because a
 * request may make many be looked up. One thread looks up; what was found may be read by many.
 */
final class StoredResources {
  private static final Logger LOG = LoggerFactory.getLogger(StoredResources.class);

  private final ResourceLookup lookup;
  private final Map<String, Whose> known;

  private StoredResources(ResourceLookup lookup, Map<String, Whose> known) {
    this.lookup = lookup;
    this.known = known;
  }

  /** Looks up here, for one request. */
  static StoredResources in(BoundedLookup lookup) {
    return new StoredResources(lookup, new ConcurrentHashMap<>());
  }

  /** Knows nothing. */
  static StoredResources none() {
    return new StoredResources(ResourceLookup.none(), new ConcurrentHashMap<>());
  }

  /** What is known already; nothing more is looked up. */
  StoredResources asKnown() {
    return new StoredResources(ResourceLookup.none(), known);
  }

  /** The resource, when it is there and there is room and time to look. */
  Optional<JsonObject> find(String type, String id) {
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

  /**
   * Whose record the resource belongs to; established once.
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
    return known.size() + " known";
  }
}
