package org.ztclinical.json;

/**
 * How much JSON is read before it is refused.
 *
 * @param maxBytes size of the document
 * @param maxDepth nesting of objects and arrays
 * @param maxValues values of any kind in the document
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxValues) {
  public JsonLimits {
    if (maxBytes < 1 || maxDepth < 1 || maxValues < 1) {
      throw new IllegalArgumentException("JSON limits are positive numbers");
    }
  }

  /** For resources and bundles: 32 MiB, 64 levels, 4 million values. */
  public static JsonLimits forResources() {
    return new JsonLimits(32 * 1024 * 1024, 64, 4_000_000);
  }

  /** For token headers and claims: 16 KiB, 8 levels, 512 values. */
  public static JsonLimits forClaims() {
    return new JsonLimits(16 * 1024, 8, 512);
  }
}
