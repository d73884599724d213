package org.ztclinical.cedar.validate;

/** How much the validator asks for (Cedar 4.5, policy validation). */
public enum ValidationMode {
  /** The default: nothing that a reader could mistake, as a comparison of different types. */
  STRICT,
  /** Only what can fail when evaluated. */
  PERMISSIVE
}
