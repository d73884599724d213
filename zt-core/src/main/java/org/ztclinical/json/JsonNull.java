package org.ztclinical.json;

/** The literal {@code null}. */
public record JsonNull() implements JsonValue {
  @Override
  public String toString() {
    return "null";
  }
}
