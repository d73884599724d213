package org.ztclinical.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An object or array of a selection that is not closed yet. */
final class BuiltContainer {
  private final @Nullable SelectedMembers members;
  private final @Nullable List<JsonValue> elements;
  private JsonSelection selection;
  private String name = "";

  private BuiltContainer(
      @Nullable SelectedMembers members,
      @Nullable List<JsonValue> elements,
      JsonSelection selection) {
    this.members = members;
    this.elements = elements;
    this.selection = selection;
  }

  static BuiltContainer object(JsonSelection selection) {
    return new BuiltContainer(new SelectedMembers(), null, selection);
  }

  /** An array; the selection is for each of its elements. */
  static BuiltContainer array(JsonSelection selection) {
    return new BuiltContainer(null, new ArrayList<>(4), selection);
  }

  /** What was selected of this object is known by a table of names; null when that is not so. */
  @Nullable SelectedNames table() {
    return selection.table();
  }

  /** A member begins, of an object of which not just some names are selected. */
  void beginsAny(String next) {
    if (selection.isByFirst() && !(selection.isKey(next) && isEmpty())) {
      selection = JsonSelection.all();
    }
    name = next;
  }

  /** A selected member begins. */
  void begins(String next) {
    name = next;
  }

  JsonSelection selectionOfNext() {
    return members == null ? selection : selection.within(name);
  }

  void add(JsonValue value) {
    if (elements != null) {
      elements.add(value);
      return;
    }
    if (selection.isByFirst()) {
      selection =
          value instanceof JsonString text ? selection.decided(text.value()) : JsonSelection.all();
    }
    Objects.requireNonNull(members, "an object or an array").add(name, value);
  }

  JsonValue close() {
    if (elements != null) {
      return new JsonArray(elements);
    }
    return new JsonObject(
        Objects.requireNonNull(members, "an object or an array").complete(selection.names()));
  }

  private boolean isEmpty() {
    return members == null || members.isEmpty();
  }
}
