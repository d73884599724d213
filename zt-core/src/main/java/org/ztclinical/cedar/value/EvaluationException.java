package org.ztclinical.cedar.value;

import java.util.Objects;

/**
 * An expression has no value. A policy in which this happens is an erroring policy, which is
 * normal; therefore there is one exception per error, without a stack trace and without the values
 * involved.
 */
public final class EvaluationException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final EvaluationException[] BY_ERROR = byError();

  private final CedarError error;

  private EvaluationException(CedarError error) {
    super(error.sentence(), null, false, false);
    this.error = error;
  }

  /** The exception for this error, always the same one. */
  @SuppressWarnings("EnumOrdinal") // The table is built from the same enum and never stored.
  public static EvaluationException of(CedarError error) {
    return BY_ERROR[Objects.requireNonNull(error, "error").ordinal()];
  }

  /** What went wrong. */
  public CedarError error() {
    return error;
  }

  private static EvaluationException[] byError() {
    CedarError[] errors = CedarError.values();
    EvaluationException[] exceptions = new EvaluationException[errors.length];
    for (int i = 0; i < errors.length; i++) {
      exceptions[i] = new EvaluationException(errors[i]);
    }
    return exceptions;
  }
}
