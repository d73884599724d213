package org.ztclinical.cedar.value;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A set of values of any types; duplicates collapse. Keeps the order of first mention. */
public final class CedarSet implements CedarValue, Iterable<CedarValue> {
  private static final CedarSet EMPTY = new CedarSet(Set.of());

  private final Set<CedarValue> elements;

  // The hash of a large set is asked for again and again where sets are members of sets.
  private final int hash;

  private CedarSet(Collection<? extends CedarValue> elements) {
    this.elements = Collections.unmodifiableSet(new LinkedHashSet<>(elements));
    this.hash = this.elements.hashCode();
  }

  /** The set of these values. */
  public static CedarSet of(Collection<? extends CedarValue> elements) {
    return elements.isEmpty() ? EMPTY : new CedarSet(elements);
  }

  /** The set of these values. */
  public static CedarSet of(CedarValue... elements) {
    return of(java.util.List.of(elements));
  }

  /** The elements, unmodifiable. */
  public Set<CedarValue> elements() {
    return elements;
  }

  /** Whether the value is an element. */
  public boolean contains(CedarValue value) {
    return elements.contains(value);
  }

  /** Whether every element of the other set is in this one. */
  public boolean containsAll(CedarSet other) {
    return other.size() <= size() && elements.containsAll(other.elements);
  }

  /** Whether at least one element of the other set is in this one. */
  public boolean containsAny(CedarSet other) {
    boolean otherIsSmaller = other.size() < size();
    CedarSet smaller = otherIsSmaller ? other : this;
    CedarSet larger = otherIsSmaller ? this : other;
    for (CedarValue element : smaller.elements) {
      if (larger.elements.contains(element)) {
        return true;
      }
    }
    return false;
  }

  /** How many different elements there are. */
  public int size() {
    return elements.size();
  }

  /** Whether there is no element. */
  public boolean isEmpty() {
    return elements.isEmpty();
  }

  @Override
  public Iterator<CedarValue> iterator() {
    return elements.iterator();
  }

  @Override
  public ValueKind kind() {
    return ValueKind.SET;
  }

  @Override
  public String toCedar() {
    return elements.stream().map(CedarValue::toCedar).collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof CedarSet that && hash == that.hash && elements.equals(that.elements));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "Set of " + elements.size();
  }
}
