package org.ztclinical.cedar.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A record: values under names. The order of the names has no meaning. */
public final class CedarRecord implements CedarValue {
  private static final CedarRecord EMPTY = new CedarRecord(Map.of());

  private final Map<String, CedarValue> attributes;
  private final Map<String, CedarValue> view;
  private final int depth;

  /** 0 while unknown: see {@link Depths#SHALLOW}. */
  private int hash;

  private CedarRecord(Map<String, ? extends CedarValue> attributes) {
    this.attributes = new LinkedHashMap<>(attributes);
    this.attributes.keySet().forEach(Lexical::requireScalars);
    this.view = Collections.unmodifiableMap(this.attributes);
    this.depth = Depths.above(this.attributes.values());
    this.hash = depth > Depths.SHALLOW ? hash() : 0;
  }

  /** The record without attributes. */
  public static CedarRecord empty() {
    return EMPTY;
  }

  /**
   * The record with these attributes.
   *
   * @throws IllegalArgumentException when it is nested deeper than {@link
   *     CedarLimits#MAX_VALUE_DEPTH}, or a name has half of a surrogate pair
   */
  public static CedarRecord of(Map<String, ? extends CedarValue> attributes) {
    return attributes.isEmpty() ? EMPTY : new CedarRecord(attributes);
  }

  /** The attributes, unmodifiable. */
  public Map<String, CedarValue> attributes() {
    return view;
  }

  /** The attribute, or null where the record has none of this name. */
  public @Nullable CedarValue get(String name) {
    return attributes.get(name);
  }

  /** The attribute of this name. */
  public Optional<CedarValue> find(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /** Whether there is an attribute of this name. */
  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  /** A copy in which the attribute has this value. */
  public CedarRecord with(String name, CedarValue value) {
    Map<String, CedarValue> changed = new LinkedHashMap<>(attributes);
    changed.put(name, value);
    return new CedarRecord(changed);
  }

  @Override
  public ValueKind kind() {
    return ValueKind.RECORD;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public String toCedar() {
    return attributes.entrySet().stream()
        .map(e -> Lexical.attributeName(e.getKey()) + ": " + e.getValue().toCedar())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof CedarRecord that
            && hashCode() == that.hashCode()
            && attributes.equals(that.attributes));
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = hash();
      hash = known;
    }
    return known;
  }

  private int hash() {
    int sum = 0;
    for (Map.Entry<String, CedarValue> attribute : attributes.entrySet()) {
      sum += Scatter.attribute(attribute.getKey(), attribute.getValue());
    }
    return sum;
  }

  @Override
  public String toString() {
    return "Record of " + attributes.size();
  }
}
