package org.ztclinical.cedar.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Operands;

/**
 * Gives expressions numbers, the same number to those that say the same. Without recursion, which
 * the {@code equals} of the trees themselves is not.
 */
final class ExpressionNumbers {
  private static final Label LABEL = new Label();

  /** By what an expression says itself, and the numbers of its operands. */
  private final Map<List<Object>, Integer> numbers = new HashMap<>();

  int of(Expr expression) {
    List<Expr> all = Operands.allWithin(expression);
    IdentityHashMap<Expr, Integer> known = new IdentityHashMap<>();
    int number = 0;
    // Operands stand behind what they are operands of; the expression itself comes last.
    for (int i = all.size() - 1; i >= 0; i--) {
      List<Object> key = new ArrayList<>();
      key.add(all.get(i).getClass());
      key.add(all.get(i).accept(LABEL));
      for (Expr operand : Operands.of(all.get(i))) {
        key.add(known.get(operand));
      }
      number = numbers.computeIfAbsent(key, added -> numbers.size());
      known.put(all.get(i), number);
    }
    return number;
  }

  /** What an expression says beside its operands. */
  private static final class Label implements Expr.Visitor<Object> {
    private static final String NOTHING = "";

    @Override
    public Object literal(Expr.Literal e) {
      return e.value();
    }

    @Override
    public Object variable(Expr.Variable e) {
      return e.variable();
    }

    @Override
    public Object and(Expr.And e) {
      return NOTHING;
    }

    @Override
    public Object or(Expr.Or e) {
      return NOTHING;
    }

    @Override
    public Object not(Expr.Not e) {
      return NOTHING;
    }

    @Override
    public Object negate(Expr.Negate e) {
      return NOTHING;
    }

    @Override
    public Object ifThenElse(Expr.If e) {
      return NOTHING;
    }

    @Override
    public Object arithmetic(Expr.Arithmetic e) {
      return e.steps().stream().map(Expr.Step::operator).toList();
    }

    @Override
    public Object comparison(Expr.Comparison e) {
      return e.operator();
    }

    @Override
    public Object in(Expr.In e) {
      return NOTHING;
    }

    @Override
    public Object is(Expr.Is e) {
      return e.type();
    }

    @Override
    public Object like(Expr.Like e) {
      return e.pattern().pieces();
    }

    @Override
    public Object has(Expr.Has e) {
      return e.path();
    }

    @Override
    public Object getAttribute(Expr.GetAttribute e) {
      return e.attribute();
    }

    @Override
    public Object binaryCall(Expr.BinaryCall e) {
      return e.method();
    }

    @Override
    public Object isEmpty(Expr.IsEmpty e) {
      return NOTHING;
    }

    @Override
    public Object set(Expr.SetLiteral e) {
      return NOTHING;
    }

    @Override
    public Object record(Expr.RecordLiteral e) {
      return e.fields().stream().map(Expr.Field::name).toList();
    }

    @Override
    public Object extensionCall(Expr.ExtensionCall e) {
      return e.function();
    }
  }
}
