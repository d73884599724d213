package org.ztclinical.cedar.est;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.est.Form.Operand;
import org.ztclinical.cedar.json.CedarJson;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.Span;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;

/** Unrolls a chain, which nests to the left in JSON, into one form with all its operands. */
final class ChainReader {
  private static final Set<String> ADDITIVE = Set.of("+", "-");

  private ChainReader() {}

  /** The chain whose last operator is the object's only member. */
  static Form read(JsonObject outermost, Place expression, int depth) throws CedarSyntaxException {
    String last = operator(outermost);
    // Addition and subtraction make one chain, as they are of one precedence.
    Set<String> family = ADDITIVE.contains(last) ? ADDITIVE : Set.of(last);
    Deque<Operand> operands = new ArrayDeque<>();
    Deque<String> operators = new ArrayDeque<>();
    JsonValue left = outermost;
    Place at = expression;
    while (left instanceof JsonObject object && isLink(object, family)) {
      String operator = operator(object);
      at = at.member(operator);
      JsonObject body =
          FormReader.body(CedarJson.member(object, operator, at), FormReader.BINARY, at);
      JsonValue right = CedarJson.member(body, "right", at);
      operands.push(Operand.expression(right, at.member("right"), depth + 1));
      operators.push(operator);
      left = CedarJson.member(body, "left", at);
      at = at.member("left");
    }
    operands.push(Operand.expression(left, at, depth + 1));
    List<String> inOrder = List.copyOf(operators);
    return new Form(List.copyOf(operands), read -> chain(inOrder, read));
  }

  private static boolean isLink(JsonObject object, Set<String> family) {
    return object.members().size() == 1 && family.contains(operator(object));
  }

  private static String operator(JsonObject object) {
    return object.members().keySet().iterator().next();
  }

  private static Expr chain(List<String> operators, List<Expr> operands) {
    return switch (operators.get(0)) {
      case "&&" -> new Expr.And(operands, Span.NONE);
      case "||" -> new Expr.Or(operands, Span.NONE);
      default -> arithmetic(operators, operands);
    };
  }

  private static Expr arithmetic(List<String> operators, List<Expr> operands) {
    List<Expr.Step> steps = new ArrayList<>(operators.size());
    for (int i = 0; i < operators.size(); i++) {
      steps.add(new Expr.Step(arithmetic(operators.get(i)), operands.get(i + 1)));
    }
    return new Expr.Arithmetic(operands.get(0), steps, Span.NONE);
  }

  private static Expr.ArithmeticOperator arithmetic(String symbol) {
    return switch (symbol) {
      case "+" -> Expr.ArithmeticOperator.ADD;
      case "-" -> Expr.ArithmeticOperator.SUBTRACT;
      default -> Expr.ArithmeticOperator.MULTIPLY;
    };
  }
}
