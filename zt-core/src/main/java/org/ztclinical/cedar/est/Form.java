package org.ztclinical.cedar.est;

import java.util.List;
import java.util.function.Function;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.json.JsonValue;

/**
 * An expression of which the operands are not read yet.
 *
 * @param operands in the order in which they are read
 * @param whole makes the expression of its operands
 */
record Form(List<Operand> operands, Function<List<Expr>, Expr> whole) {
  /**
   * JSON that is an operand.
   *
   * @param depth of the expression that it is, the outermost one having 1
   * @param literal whether it stands under {@code Value}
   */
  record Operand(JsonValue json, Place at, int depth, boolean literal) {
    static Operand expression(JsonValue json, Place at, int depth) {
      return new Operand(json, at, depth, false);
    }

    static Operand literal(JsonValue json, Place at, int depth) {
      return new Operand(json, at, depth, true);
    }
  }

  /** An expression without operands. */
  static Form of(Expr expression) {
    return new Form(List.of(), operands -> expression);
  }
}
