package org.ztclinical.cedar.data;

import java.util.Objects;

/**
 * One way in which data does not fit a schema. Shows names of types and of the schema's attributes,
 * never ids or values.
 *
 * @param place where, as in {@code [3].attrs.panel[2]} or {@code context.zones}
 * @param sentence what is wrong there
 */
public record Mismatch(String place, String sentence) {
  public Mismatch {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(sentence, "sentence");
  }

  @Override
  public String toString() {
    return place.isEmpty() ? sentence : place + ": " + sentence;
  }
}
