package org.ztclinical.cedar.eval;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Numbering;
import org.ztclinical.cedar.ast.Operands;

/**
 * Gives expressions numbers, the same number to those that say the same. Without recursion, which
 * the {@code equals} of the trees themselves is not.
 */
final class ExpressionNumbers implements Expr.Visitor<int[]> {
  private static final int[] NOTHING = {};

  /** By the kind of an expression, what it says beside its operands, and their numbers. */
  private final Numbering numbering = new Numbering();

  int of(Expr expression) {
    List<Expr> all = Operands.allWithin(expression);
    IdentityHashMap<Expr, Integer> known = new IdentityHashMap<>();
    int number = 0;
    // Operands stand behind what they are operands of; the expression itself comes last.
    for (int i = all.size() - 1; i >= 0; i--) {
      Expr each = all.get(i);
      int[] label = each.accept(this);
      List<Expr> operands = Operands.of(each);
      int[] parts = Arrays.copyOf(label, label.length + operands.size());
      for (int j = 0; j < operands.size(); j++) {
        parts[label.length + j] = Objects.requireNonNull(known.get(operands.get(j)));
      }
      number = numbering.of(each.getClass().getName(), parts);
      known.put(each, number);
    }
    return number;
  }

  private int[] texts(Stream<String> texts) {
    return texts.mapToInt(numbering::text).toArray();
  }

  private int[] text(String text) {
    return new int[] {numbering.text(text)};
  }

  @Override
  public int[] literal(Expr.Literal e) {
    return new int[] {numbering.of(e.value())};
  }

  @Override
  public int[] variable(Expr.Variable e) {
    return text(e.variable().cedarName());
  }

  @Override
  public int[] and(Expr.And e) {
    return NOTHING;
  }

  @Override
  public int[] or(Expr.Or e) {
    return NOTHING;
  }

  @Override
  public int[] not(Expr.Not e) {
    return NOTHING;
  }

  @Override
  public int[] negate(Expr.Negate e) {
    return NOTHING;
  }

  @Override
  public int[] ifThenElse(Expr.If e) {
    return NOTHING;
  }

  @Override
  public int[] arithmetic(Expr.Arithmetic e) {
    return texts(e.steps().stream().map(step -> step.operator().symbol()));
  }

  @Override
  public int[] comparison(Expr.Comparison e) {
    return text(e.operator().symbol());
  }

  @Override
  public int[] in(Expr.In e) {
    return NOTHING;
  }

  @Override
  public int[] is(Expr.Is e) {
    return text(e.type().text());
  }

  @Override
  public int[] like(Expr.Like e) {
    return texts(e.pattern().pieces().stream());
  }

  @Override
  public int[] has(Expr.Has e) {
    return texts(e.path().stream());
  }

  @Override
  public int[] getAttribute(Expr.GetAttribute e) {
    return text(e.attribute());
  }

  @Override
  public int[] binaryCall(Expr.BinaryCall e) {
    return text(e.method().cedarName());
  }

  @Override
  public int[] isEmpty(Expr.IsEmpty e) {
    return NOTHING;
  }

  @Override
  public int[] set(Expr.SetLiteral e) {
    return NOTHING;
  }

  @Override
  public int[] record(Expr.RecordLiteral e) {
    return texts(e.fields().stream().map(Expr.Field::name));
  }

  @Override
  public int[] extensionCall(Expr.ExtensionCall e) {
    return text(e.function().cedarName());
  }
}
