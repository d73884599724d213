package org.ztclinical.json;

import java.util.Objects;

/**
 * A number, kept as written: FHIR gives trailing zeros a meaning (R4 §2.24.0.1, decimal).
 *
 * @param text as it stood in the document
 */
public record JsonNumber(String text) implements JsonValue {
  public JsonNumber {
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return "number";
  }
}
