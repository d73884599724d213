package org.ztclinical.cedar.value;

/**
 * How much Cedar is read before it is refused, in text and in JSON alike. Everything that nests is
 * bounded by {@code maxDepth}, so that no reader, printer, validator or evaluator of this engine
 * needs more than a 256 KiB thread stack at the default.
 *
 * @param maxCharacters of one text or JSON document, in UTF-16 units
 * @param maxDepth nested expressions, types, values
 * @param maxPolicies policies and templates in one set
 * @param maxEntities entities in one store
 * @param maxMembers elements of one set, attributes of one record, terms of one chain
 */
public record CedarLimits(
    int maxCharacters, int maxDepth, int maxPolicies, int maxEntities, int maxMembers) {
  /** The deepest nesting that can be configured; deeper needs a stack nobody sized for it. */
  public static final int MAX_DEPTH = 1_000;

  /**
   * The deepest value that can be made, whoever makes it, so that comparing and printing values is
   * bounded. More than {@link #MAX_DEPTH}, for what expressions add to values that were read.
   */
  public static final int MAX_VALUE_DEPTH = MAX_DEPTH + 8;

  private static final CedarLimits DEFAULTS =
      new CedarLimits(16 * 1024 * 1024, 128, 100_000, 1_000_000, 100_000);

  public CedarLimits {
    if (maxCharacters < 1 || maxDepth < 1 || maxPolicies < 1 || maxEntities < 1 || maxMembers < 1) {
      throw new IllegalArgumentException("Cedar limits are positive numbers");
    }
    if (maxDepth > MAX_DEPTH) {
      throw new IllegalArgumentException("maxDepth is at most " + MAX_DEPTH);
    }
  }

  /**
   * 16 Mi characters, 128 levels, 100,000 policies, a million entities, 100,000 members or terms.
   */
  public static CedarLimits defaults() {
    return DEFAULTS;
  }

  /** A copy with another depth. */
  public CedarLimits withMaxDepth(int depth) {
    return new CedarLimits(maxCharacters, depth, maxPolicies, maxEntities, maxMembers);
  }
}
