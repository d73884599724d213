package org.ztclinical.json;

import java.util.List;

/**
 * An array. Immutable.
 *
 * @param elements in order
 */
public record JsonArray(List<JsonValue> elements) implements JsonValue {
  public JsonArray {
    elements = List.copyOf(elements);
  }

  @Override
  public String toString() {
    return "array of " + elements.size();
  }
}
