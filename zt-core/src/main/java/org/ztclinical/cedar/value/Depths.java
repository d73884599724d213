package org.ztclinical.cedar.value;

import java.util.Collection;

/** Holds values to the depth that every recursion over them can bear. */
final class Depths {
  /**
   * Records and sets of no greater depth find their hash when asked for it, and those that hold
   * them at once: so no hash, however deep the value, takes more recursion than this.
   */
  static final int SHALLOW = 4;

  private Depths() {}

  /** The depth of a value that holds these. */
  static int above(Collection<CedarValue> values) {
    int deepest = 0;
    for (CedarValue value : values) {
      deepest = Math.max(deepest, value.depth());
    }
    if (deepest >= CedarLimits.MAX_VALUE_DEPTH) {
      throw new IllegalArgumentException(
          "no value is nested deeper than " + CedarLimits.MAX_VALUE_DEPTH + " levels");
    }
    return deepest + 1;
  }
}
