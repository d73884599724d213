package org.ztclinical.json;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which members of an object are built when it is read; the others are only checked. An object of
 * which some members were not built fails when it is asked for them. Immutable.
 */
public final class JsonSelection {
  private static final JsonSelection ALL = new JsonSelection(null, null, null, null, null);

  private final @Nullable Set<String> names;
  private final @Nullable SelectedNames table;
  private final @Nullable String nested;
  private final @Nullable JsonSelection inNested;
  private final @Nullable String key;
  private final @Nullable Function<String, JsonSelection> byKey;

  private JsonSelection(
      @Nullable Set<String> names,
      @Nullable String nested,
      @Nullable JsonSelection inNested,
      @Nullable String key,
      @Nullable Function<String, JsonSelection> byKey) {
    this.names = names;
    this.table = names == null ? null : new SelectedNames(names);
    this.nested = nested;
    this.inNested = inNested;
    this.key = key;
    this.byKey = byKey;
  }

  /** Every member. */
  public static JsonSelection all() {
    return ALL;
  }

  /** The members of these names, with all that is in them. */
  public static JsonSelection of(Set<String> names) {
    return new JsonSelection(new HashSet<>(names), null, null, null, null);
  }

  /** As this, and of the member of this name only what is selected in it. */
  public JsonSelection in(String member, JsonSelection selection) {
    return new JsonSelection(
        names, Objects.requireNonNull(member), Objects.requireNonNull(selection), key, byKey);
  }

  /**
   * What the text of the object's first member says, where that has this name; otherwise every
   * member.
   */
  public static JsonSelection byFirst(String name, Function<String, JsonSelection> selection) {
    return new JsonSelection(
        null, null, null, Objects.requireNonNull(name), Objects.requireNonNull(selection));
  }

  /** The selection that holds once the text of the first member is known. */
  JsonSelection decided(String text) {
    return byKey == null ? this : byKey.apply(text);
  }

  boolean isKey(String name) {
    return name.equals(key);
  }

  boolean isByFirst() {
    return byKey != null;
  }

  /** The names that are selected; null when every member is, or the first must decide. */
  @Nullable SelectedNames table() {
    return table;
  }

  JsonSelection within(String name) {
    return inNested != null && name.equals(nested) ? inNested : ALL;
  }

  /** The names outside of which nothing was built; null when all was. */
  @Nullable Set<String> names() {
    return names;
  }
}
