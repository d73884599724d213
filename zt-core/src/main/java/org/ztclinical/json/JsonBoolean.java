package org.ztclinical.json;

/**
 * True or false.
 *
 * @param value which
 */
public record JsonBoolean(boolean value) implements JsonValue {
  @Override
  public String toString() {
    return "boolean";
  }
}
