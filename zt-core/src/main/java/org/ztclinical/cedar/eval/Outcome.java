package org.ztclinical.cedar.eval;

import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarError;

/**
 * The result of a test as an int: {@link #TRUE}, {@link #FALSE}, or negative for an error. An int
 * costs nothing to return, and generated code can jump on it.
 */
public final class Outcome {
  /** The test is false. */
  public static final int FALSE = 0;

  /** The test is true. */
  public static final int TRUE = 1;

  private static final CedarError[] ERRORS = CedarError.values();

  private Outcome() {}

  /** The outcome of a test that has this truth value. */
  public static int of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** The outcome of a test that failed. */
  @SuppressWarnings("EnumOrdinal") // The number lives no longer than the request.
  public static int of(CedarError error) {
    return -1 - error.ordinal();
  }

  /** Whether the test failed. */
  public static boolean isError(int outcome) {
    return outcome < 0;
  }

  /** Why the test failed. */
  public static CedarError error(int outcome) {
    return ERRORS[-1 - outcome];
  }

  /** The outcome as a node's value: a bool, or the error. */
  static Object asValue(int outcome) {
    return outcome < 0 ? error(outcome) : outcome == TRUE ? CedarBool.TRUE : CedarBool.FALSE;
  }
}
