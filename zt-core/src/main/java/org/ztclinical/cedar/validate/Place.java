package org.ztclinical.cedar.validate;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place that reading comes to, growing while a policy is walked through. */
final class Place {
  /**
   * Where the value of an expression comes from: from several places after {@code if}, attribute by
   * attribute for a record that stands in the policy, from none when it is computed.
   */
  record Origin(Set<Place> places, Map<String, Origin> fields) {
    static final Origin COMPUTED = new Origin(Set.of(), Map.of());

    static Origin of(Place place) {
      return new Origin(Set.of(place), Map.of());
    }

    Origin and(Origin other) {
      Set<Place> all = Collections.newSetFromMap(new IdentityHashMap<>());
      all.addAll(places);
      all.addAll(other.places);
      Map<String, Origin> both = new HashMap<>(fields);
      other.fields.forEach((name, origin) -> both.merge(name, origin, Origin::and));
      return new Origin(all, both);
    }

    /** Reads the attribute, or tests for it. */
    Origin attribute(String name) {
      Set<Place> next = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Place place : places) {
        next.add(place.attributes.computeIfAbsent(name, n -> new Place()));
      }
      Origin read = new Origin(next, Map.of());
      Origin field = fields.get(name);
      return field == null ? read : read.and(field);
    }

    /** Reads the tag, or tests for it; any tag when the key is not known. */
    Origin tag(@Nullable String key) {
      Set<Place> next = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Place place : places) {
        next.add(place.tag(key));
      }
      return new Origin(next, Map.of());
    }

    /** Asks what it is in. */
    void ancestors() {
      places.forEach(place -> place.ancestors = true);
    }
  }

  private final Map<String, Place> attributes = new HashMap<>();
  private final Map<String, Place> tags = new HashMap<>();
  private @Nullable Place anyTag;
  private boolean ancestors;

  private Place tag(@Nullable String key) {
    if (key != null) {
      return tags.computeIfAbsent(key, k -> new Place());
    }
    if (anyTag == null) {
      anyTag = new Place();
    }
    return anyTag;
  }

  /** What has been read so far. */
  AccessTree tree() {
    return new AccessTree(
        trees(attributes), trees(tags), Optional.ofNullable(anyTag).map(Place::tree), ancestors);
  }

  private static Map<String, AccessTree> trees(Map<String, Place> places) {
    Map<String, AccessTree> trees = new HashMap<>();
    places.forEach((name, place) -> trees.put(name, place.tree()));
    return trees;
  }
}
