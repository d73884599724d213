package org.ztclinical.cedar.validate;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What policies can read from a value on. Of an entity: these attributes and tags, and what it is
 * in when asked; of a record: these attributes. A value whose tree is empty is used as it is: it is
 * compared, or another entity is asked whether it is in it, and nobody looks into it. Immutable.
 *
 * @param attributes that are read or tested for, and what is read from their values on
 * @param tags that are read or tested for under a key that stands in the policy
 * @param anyTag when tags are read under keys that are computed: what is read from their values on
 * @param ancestors whether it is asked what the entity is in, directly or not
 */
public record AccessTree(
    Map<String, AccessTree> attributes,
    Map<String, AccessTree> tags,
    Optional<AccessTree> anyTag,
    boolean ancestors) {
  private static final AccessTree EMPTY =
      new AccessTree(Map.of(), Map.of(), Optional.empty(), false);

  public AccessTree {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /** The tree of a value that nobody looks into. */
  public static AccessTree empty() {
    return EMPTY;
  }

  /** Whether nobody looks into the value. */
  public boolean isEmpty() {
    return attributes.isEmpty() && tags.isEmpty() && anyTag.isEmpty() && !ancestors;
  }

  /** What this tree or the other reads. */
  public AccessTree and(AccessTree other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    Optional<AccessTree> any =
        anyTag.isEmpty() || other.anyTag.isEmpty()
            ? anyTag.or(other::anyTag)
            : Optional.of(anyTag.orElseThrow().and(other.anyTag.orElseThrow()));
    return new AccessTree(
        union(attributes, other.attributes),
        union(tags, other.tags),
        any,
        ancestors || other.ancestors);
  }

  private static Map<String, AccessTree> union(
      Map<String, AccessTree> one, Map<String, AccessTree> other) {
    Map<String, AccessTree> union = new TreeMap<>(one);
    other.forEach((name, tree) -> union.merge(name, tree, AccessTree::and));
    return union;
  }
}
