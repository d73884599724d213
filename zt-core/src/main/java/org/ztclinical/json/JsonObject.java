package org.ztclinical.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object with its members in document order. Immutable.
 *
 * <p>One that was read by a {@link JsonSelection} holds a part of its members, and fails when it is
 * asked for another: what was not read must not look as if it were not there.
 *
 * @param members unmodifiable, in order
 */
public record JsonObject(Map<String, JsonValue> members) implements JsonValue {
  public JsonObject {
    members =
        members instanceof SelectedMembers
            ? members
            : Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** The member of this name, or null where there is none. */
  public @Nullable JsonValue get(String name) {
    return members.get(name);
  }

  /** The member's text; empty when it is absent or not a string. */
  public Optional<String> string(String name) {
    return members.get(name) instanceof JsonString text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  /** The member as an object; empty when it is absent or something else. */
  public Optional<JsonObject> object(String name) {
    return members.get(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  /** The elements of the member; none when it is absent or not an array. */
  public List<JsonValue> array(String name) {
    return members.get(name) instanceof JsonArray array ? array.elements() : List.of();
  }

  /** The objects among the elements of the member. */
  public List<JsonObject> objects(String name) {
    return array(name).stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .toList();
  }

  /** A copy in which the member has this value; a new member comes last. */
  public JsonObject with(String name, JsonValue value) {
    Map<String, JsonValue> changed = new LinkedHashMap<>(members);
    changed.put(name, value);
    return new JsonObject(changed);
  }

  /** A copy without the member. */
  public JsonObject without(String name) {
    if (!members.containsKey(name)) {
      return this;
    }
    Map<String, JsonValue> changed = new LinkedHashMap<>(members);
    changed.remove(name);
    return new JsonObject(changed);
  }

  @Override
  public String toString() {
    return "object of " + members.size();
  }
}
