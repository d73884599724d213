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

  private static final CedarSet EMPTY = new CedarSet(new CedarValue[0], new int[0], null);

  private final CedarValue[] items;
  private final int[] hashes;
  private final @Nullable Set<CedarValue> many;
  private final int depth;

  /** 0 while unknown: see {@link Depths#SHALLOW}. */
  private int hash;

  private CedarSet(CedarValue[] items, int[] hashes, @Nullable Set<CedarValue> many) {
    this.items = items;
    this.hashes = hashes;
    this.many = many;
    this.depth = Depths.above(Arrays.asList(items));
    this.hash = depth > Depths.SHALLOW ? hash() : 0;
  }

  /**
   * The set of these values.
   *
   * @throws IllegalArgumentException when it is nested deeper than {@link
   *     CedarLimits#MAX_VALUE_DEPTH}
   */
  public static CedarSet of(Collection<? extends CedarValue> elements) {
    if (elements.isEmpty()) {
      return EMPTY;
    }
    return elements.size() <= FEW ? few(elements) : many(new LinkedHashSet<>(elements));
  }

  private static CedarSet many(Set<CedarValue> elements) {
    return elements.size() <= FEW
        ? few(elements)
        : new CedarSet(elements.toArray(CedarValue[]::new), new int[0], elements);
  }

  private static CedarSet few(Collection<? extends CedarValue> elements) {
    CedarValue[] items = new CedarValue[elements.size()];
    int[] hashes = new int[items.length];
    int count = 0;
    for (CedarValue element : elements) {
      int hash = element.hashCode();
      if (!isAmong(items, hashes, count, element, hash)) {
        items[count] = element;
        hashes[count++] = hash;
      }
    }
    return count == items.length
        ? new CedarSet(items, hashes, null)
        : new CedarSet(Arrays.copyOf(items, count), Arrays.copyOf(hashes, count), null);
  }

  private static boolean isAmong(
      CedarValue[] items, int[] hashes, int count, CedarValue value, int hash) {
    for (int i = 0; i < count; i++) {
      if (hashes[i] == hash && items[i].equals(value)) {
        return true;
      }
    }
    return false;
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
    return many == null
        ? isAmong(items, hashes, items.length, value, value.hashCode())
        : many.contains(value);
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
            && items.length == that.items.length
            && hashCode() == that.hashCode()
            && containsAll(that));
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
    for (CedarValue element : items) {
      sum += Scatter.element(element);
    }
    return sum;
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
