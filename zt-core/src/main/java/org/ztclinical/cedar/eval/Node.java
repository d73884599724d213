package org.ztclinical.cedar.eval;

import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.Span;

/**
 * An expression made ready to run. Immutable and safe for use by many threads.
 *
 * <p>Errors are ordinary results here, because erroring policies are ordinary in Cedar: a node that
 * has no value returns the {@link CedarError} in its place, and whoever uses the result passes an
 * error on. Nothing is thrown.
 */
public abstract class Node {
  private final Span at;

  Node(Span at) {
    this.at = at;
  }

  /** The value: a {@link org.ztclinical.cedar.value.CedarValue}, or a {@link CedarError}. */
  public abstract Object value(Evaluation in);

  /** The value as an {@link Outcome}: a value that is not a Bool is a type error. */
  public int test(Evaluation in) {
    Object value = value(in);
    if (value == CedarBool.TRUE) {
      return Outcome.TRUE;
    }
    if (value == CedarBool.FALSE) {
      return Outcome.FALSE;
    }
    return value instanceof CedarError error
        ? Outcome.of(error)
        : Outcome.of(fail(in, CedarError.TYPE));
  }

  /** Calls the visitor's method for this kind of node. */
  public abstract <R> R accept(NodeVisitor<R> visitor);

  /** Where the expression was written. */
  public final Span at() {
    return at;
  }

  /** Notes that the error arose here, and returns it. */
  final CedarError fail(Evaluation in, CedarError error) {
    in.failedAt(at);
    return error;
  }

  /** A node whose value is always a Bool or an error. */
  abstract static class Test extends Node {
    Test(Span at) {
      super(at);
    }

    @Override
    public abstract int test(Evaluation in);

    @Override
    public final Object value(Evaluation in) {
      return Outcome.asValue(test(in));
    }

    final int failure(Evaluation in, CedarError error) {
      return Outcome.of(fail(in, error));
    }
  }
}
