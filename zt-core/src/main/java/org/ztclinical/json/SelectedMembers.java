package org.ztclinical.json;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object of which only some were read. To be asked for another, or for all, is a
 * mistake of the asker, and fails. Immutable.
 */
final class SelectedMembers extends AbstractMap<String, JsonValue> {
  private final Map<String, JsonValue> read;
  private final Set<String> names;

  /**
   * @param names what was read where it was there
   */
  SelectedMembers(Map<String, JsonValue> read, Set<String> names) {
    this.read = read;
    this.names = names;
  }

  @Override
  public @Nullable JsonValue get(Object name) {
    refuseUnlessRead(name);
    return read.get(name);
  }

  @Override
  public boolean containsKey(Object name) {
    refuseUnlessRead(name);
    return read.containsKey(name);
  }

  @Override
  public int size() {
    return read.size();
  }

  @Override
  public Set<Map.Entry<String, JsonValue>> entrySet() {
    throw new IllegalStateException("a part of the object was read");
  }

  private void refuseUnlessRead(Object name) {
    if (!names.contains(name)) {
      // Names of elements are no patient data, but a name may come from outside.
      throw new IllegalStateException("a member was asked for that was not read");
    }
  }

  @Override
  public String toString() {
    return "a selection of members";
  }
}
