package org.ztclinical.json;

import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object as they were read, of which perhaps only some were. To be asked for
 * another, or for all where only some were read, is a mistake of the asker, and fails. Compact,
 * because most objects have a handful of members. Immutable once it is handed on.
 */
final class SelectedMembers extends AbstractMap<String, JsonValue> {
  private static final int FEW = 16;

  /** References, entries and most others that are read have one member or two. */
  private static final int BEGINNING = 2;

  private String[] names = new String[BEGINNING];
  private JsonValue[] values = new JsonValue[BEGINNING];
  private int size;
  private @Nullable Map<String, JsonValue> index;
  private @Nullable Set<String> selected;

  /** Adds a member of a name that is not there yet. */
  void add(String name, JsonValue value) {
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    names[size] = name;
    values[size] = value;
    size++;
  }

  /**
   * No more are added.
   *
   * @param read the names outside of which nothing was read; null when everything was
   */
  SelectedMembers complete(@Nullable Set<String> read) {
    selected = read;
    if (size > FEW) {
      index = ordered();
    }
    return this;
  }

  @Override
  public @Nullable JsonValue get(@Nullable Object name) {
    JsonValue found = index == null ? search(name) : index.get(name);
    if (found == null) {
      // What is there was read; of what is not, it must be known that it would have been.
      refuseUnlessRead(name);
    }
    return found;
  }

  private @Nullable JsonValue search(@Nullable Object name) {
    for (int i = 0; i < size; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Set<Map.Entry<String, JsonValue>> entrySet() {
    if (selected != null) {
      throw new IllegalStateException("a part of the object was read");
    }
    return Collections.unmodifiableMap(ordered()).entrySet();
  }

  private Map<String, JsonValue> ordered() {
    Map<String, JsonValue> ordered = new LinkedHashMap<>(2 * size);
    for (int i = 0; i < size; i++) {
      ordered.put(names[i], values[i]);
    }
    return ordered;
  }

  private void refuseUnlessRead(@Nullable Object name) {
    if (selected != null && !selected.contains(name)) {
      // Names of elements are no patient data, but a name may come from outside.
      throw new IllegalStateException("a member was asked for that was not read");
    }
  }

  @Override
  public String toString() {
    return "members";
  }
}
