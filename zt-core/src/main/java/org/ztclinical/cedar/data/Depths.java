package org.ztclinical.cedar.data;

import org.ztclinical.cedar.value.CedarLimits;

/** How deep the JSON of data can be. */
final class Depths {
  private Depths() {}

  /**
   * One level of values is at most three of JSON: an escape, its body, its arguments. The array of
   * entities, the entity and its attributes are around them.
   */
  static int of(CedarLimits limits) {
    return 3 * limits.maxDepth() + 4;
  }
}
