package org.ztclinical.cedar.value;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A set of values of any types; duplicates collapse. Keeps the order of first mention. */
public final class CedarSet implements CedarValue, Iterable<CedarValue> {
  /** Up to so many elements are looked through; more are looked up. */
  private static final int FEW = 8;

  private static final CedarSet EMPTY = new CedarSet(new LinkedHashSet<>());

  private final CedarValue[] items;
  private final int[] hashes;
  private final @Nullable Set<CedarValue> many;

  // The hash of a large set is asked for again and again where sets are members of sets.
  private final int hash;
  private final int depth;

  private CedarSet(Set<CedarValue> elements) {
    this.items = elements.toArray(CedarValue[]::new);
    this.many = items.length > FEW ? elements : null;
    this.hashes = many == null ? hashes(items) : new int[0];
    this.hash = hash(elements);
    this.depth = Depths.above(elements);
  }

  private static int[] hashes(CedarValue[] items) {
    return Arrays.stream(items).mapToInt(CedarValue::hashCode).toArray();
  }

  private static int hash(Set<CedarValue> elements) {
    int sum = 0;
    for (CedarValue element : elements) {
      sum += Scatter.element(element);
    }
    return sum;
  }

  /**
   * The set of these values.
   *
   * @throws IllegalArgumentException when it is nested deeper than {@link
   *     CedarLimits#MAX_VALUE_DEPTH}
   */
  public static CedarSet of(Collection<? extends CedarValue> elements) {
    return elements.isEmpty() ? EMPTY : new CedarSet(new LinkedHashSet<>(elements));
  }

  /** The set of these values; see {@link #of(Collection)}. */
  public static CedarSet of(CedarValue... elements) {
    return of(List.of(elements));
  }

  /** The elements, unmodifiable. */
  public Set<CedarValue> elements() {
    return new Elements();
  }

  /** Whether the value is an element. */
  public boolean contains(CedarValue value) {
    if (many != null) {
      return many.contains(value);
    }
    int sought = value.hashCode();
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] == sought && items[i].equals(value)) {
        return true;
      }
    }
    return false;
  }

  /** Whether every element of the other set is in this one. */
  public boolean containsAll(CedarSet other) {
    if (other.size() > size()) {
      return false;
    }
    for (CedarValue element : other.items) {
      if (!contains(element)) {
        return false;
      }
    }
    return true;
  }

  /** Whether at least one element of the other set is in this one. */
  public boolean containsAny(CedarSet other) {
    boolean otherIsSmaller = other.size() < size();
    CedarSet smaller = otherIsSmaller ? other : this;
    CedarSet larger = otherIsSmaller ? this : other;
    for (CedarValue element : smaller.items) {
      if (larger.contains(element)) {
        return true;
      }
    }
    return false;
  }

  /** How many different elements there are. */
  public int size() {
    return items.length;
  }

  /** Whether there is no element. */
  public boolean isEmpty() {
    return items.length == 0;
  }

  @Override
  public Iterator<CedarValue> iterator() {
    return Arrays.asList(items).iterator();
  }

  @Override
  public ValueKind kind() {
    return ValueKind.SET;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public String toCedar() {
    return Arrays.stream(items)
        .map(CedarValue::toCedar)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof CedarSet that
            && hash == that.hash
            && items.length == that.items.length
            && containsAll(that));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "Set of " + items.length;
  }

  /** The elements as a set of the JDK. */
  private final class Elements extends AbstractSet<CedarValue> {
    @Override
    public boolean contains(Object value) {
      return value instanceof CedarValue element && CedarSet.this.contains(element);
    }

    @Override
    public Iterator<CedarValue> iterator() {
      return CedarSet.this.iterator();
    }

    @Override
    public int size() {
      return items.length;
    }
  }
}
