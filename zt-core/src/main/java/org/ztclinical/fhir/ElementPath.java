package org.ztclinical.fhir;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;

/**
 * The way from a resource to the elements a search parameter looks at: member names of the JSON
 * form, through arrays, and for references the one type that counts ({@code where(resolve() is
 * Patient)} is answered from the reference's type, not by fetching). Immutable.
 */
public final class ElementPath {
  private final String text;
  private final List<String> members;
  private final @Nullable String targetType;
  private final boolean repeats;

  private ElementPath(
      String text, List<String> members, @Nullable String targetType, boolean repeats) {
    this.text = text;
    this.members = members;
    this.targetType = targetType;
    this.repeats = repeats;
  }

  /**
   * Reads {@code subject@Patient}, or {@code +participant.actor} where there can be several
   * elements.
   */
  static ElementPath parse(String text) {
    boolean repeats = text.startsWith("+");
    int at = text.indexOf('@');
    String path = text.substring(repeats ? 1 : 0, at < 0 ? text.length() : at);
    String targetType = at < 0 ? null : text.substring(at + 1);
    return new ElementPath(text, List.of(path.split("\\.")), targetType, repeats);
  }

  /** True when a resource can have several elements at the end of this path. */
  public boolean repeats() {
    return repeats;
  }

  /** The first member, as {@code _elements} wants it. */
  public String root() {
    return members.get(0);
  }

  /** The member names in order. */
  public List<String> members() {
    return members;
  }

  /** True when an element at the end of this path satisfies the predicate. */
  public boolean anyMatch(JsonObject resource, Predicate<? super JsonValue> predicate) {
    return descend(resource, 0, predicate);
  }

  /** True when a local reference at the end of this path, of the type that counts, satisfies it. */
  public boolean anyReference(
      JsonObject resource, ServerBase base, Predicate<? super Reference> predicate) {
    return descend(
        resource,
        0,
        element -> {
          Reference reference = Reference.local(element, base);
          return reference != null
              && (targetType == null || targetType.equals(reference.type()))
              && predicate.test(reference);
        });
  }

  /** As {@link #anyReference}, of references to this type of R4 alone, by their ids. */
  public boolean anyReferenceTo(
      String type, JsonObject resource, ServerBase base, Predicate<String> predicate) {
    if (targetType != null && !targetType.equals(type)) {
      return false;
    }
    return descend(
        resource,
        0,
        element -> {
          String id = Reference.localId(element, type, base);
          return id != null && predicate.test(id);
        });
  }

  private boolean descend(JsonValue value, int depth, Predicate<? super JsonValue> predicate) {
    if (value instanceof JsonArray array) {
      List<JsonValue> elements = array.elements();
      for (int i = 0; i < elements.size(); i++) {
        if (descend(elements.get(i), depth, predicate)) {
          return true;
        }
      }
      return false;
    }
    if (depth == members.size()) {
      return predicate.test(value);
    }
    if (value instanceof JsonObject object) {
      JsonValue member = object.get(members.get(depth));
      return member != null && descend(member, depth + 1, predicate);
    }
    return false;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ElementPath other && text.equals(other.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  /** As it stands in the generated file. */
  @Override
  public String toString() {
    return text;
  }
}
