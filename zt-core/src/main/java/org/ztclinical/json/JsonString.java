package org.ztclinical.json;

import java.util.Objects;

/**
 * A string.
 *
 * @param value without quotes and escapes
 */
public record JsonString(String value) implements JsonValue {
  public JsonString {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return "string";
  }
}
