package org.ztclinical.cedar.est;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Operands;
import org.ztclinical.json.JsonObject;

/** Turns expressions into JSON, without recursion: trees built by hand may be of any depth. */
final class ExpressionWriter {
  /** What a policy set puts around an expression: set, part, policy, conditions, condition. */
  private static final int AROUND = 5;

  private static final int DEEPEST = PolicyJson.MAX_JSON_DEPTH - AROUND;

  private ExpressionWriter() {}

  /** The expression's JSON and how deep it nests. */
  record Written(JsonObject json, int depth) {}

  /**
   * The expression in JSON.
   *
   * @throws IllegalArgumentException when it nests too deep
   */
  static JsonObject write(Expr expression) {
    Deque<Pending> open = new ArrayDeque<>();
    open.push(new Pending(expression));
    while (true) {
      Pending innermost = open.element();
      if (innermost.next < innermost.operands.size()) {
        open.push(new Pending(innermost.operands.get(innermost.next++)));
        // One level of expressions is at least one of JSON.
        requireShallow(open.size());
        continue;
      }
      open.pop();
      Written written = innermost.written();
      requireShallow(written.depth());
      if (open.isEmpty()) {
        return written.json();
      }
      open.element().done.add(written);
    }
  }

  static void requireShallow(long depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "the expression nests deeper than "
              + PolicyJson.MAX_JSON_DEPTH
              + " levels of JSON, as long chains do; write it in Cedar's own syntax");
    }
  }

  /** An expression of which some operands are not written yet. */
  private static final class Pending {
    private final Expr expression;
    private final List<Expr> operands;
    private final List<Written> done;
    private int next;

    Pending(Expr expression) {
      this.expression = expression;
      this.operands = Operands.of(expression);
      this.done = new ArrayList<>(operands.size());
    }

    Written written() {
      OperatorWriter writer = new OperatorWriter(done);
      JsonObject json = expression.accept(writer);
      return new Written(json, writer.depth());
    }
  }
}
