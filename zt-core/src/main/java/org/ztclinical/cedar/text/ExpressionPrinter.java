package org.ztclinical.cedar.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Pattern;
import org.ztclinical.cedar.text.Layout.Mark;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.Lexical;

/**
 * Writes an expression into a layout, with the parentheses that are needed and no others. Each
 * method writes one node as parts: text, marks, and children with the precedence they must have;
 * the parts wait on a stack, so that no tree is too deep.
 */
final class ExpressionPrinter implements Expr.Visitor<Void> {
  private static final int MAX_PREFIXES = 4;

  private final Layout layout;
  private final Deque<Object> waiting = new ArrayDeque<>();
  private final List<Object> parts = new ArrayList<>();

  private ExpressionPrinter(Layout layout) {
    this.layout = layout;
  }

  /** Writes the expression. */
  static void print(Expr expression, Layout layout) {
    ExpressionPrinter printer = new ExpressionPrinter(layout);
    printer.child(expression, Precedence.WHOLE);
    printer.run();
  }

  /** Whether the path can stand to the right of a single {@code has}. */
  static boolean isOneHas(List<String> path) {
    return path.size() == 1 || path.stream().allMatch(Lexical::isIdentifier);
  }

  private void run() {
    move();
    while (!waiting.isEmpty()) {
      Object part = waiting.pop();
      if (part instanceof Child child) {
        write(child);
        move();
      } else {
        layout.add(part);
      }
    }
  }

  private void move() {
    for (int i = parts.size() - 1; i >= 0; i--) {
      waiting.push(parts.get(i));
    }
    parts.clear();
  }

  private void write(Child child) {
    if (Precedence.of(child.expression) >= child.least) {
      child.expression.accept(this);
      return;
    }
    add("(", Mark.OPEN, Mark.SOFT);
    child.expression.accept(this);
    add(Mark.LAST_SOFT, Mark.CLOSE, ")");
  }

  @Override
  public Void literal(Expr.Literal e) {
    return add(e.value().toCedar());
  }

  @Override
  public Void variable(Expr.Variable e) {
    return add(e.variable().cedarName());
  }

  @Override
  public Void and(Expr.And e) {
    return chain(e.operands(), " &&", Precedence.RELATION);
  }

  @Override
  public Void or(Expr.Or e) {
    return chain(e.operands(), " ||", Precedence.AND);
  }

  private Void chain(List<Expr> operands, String operator, int least) {
    add(Mark.OPEN_FLUSH);
    for (int i = 0; i < operands.size(); i++) {
      if (i > 0) {
        add(operator, Mark.LINE);
      }
      child(operands.get(i), least);
    }
    return add(Mark.CLOSE);
  }

  @Override
  public Void not(Expr.Not e) {
    Expr operand = e.operand();
    int count = 1;
    while (count < MAX_PREFIXES && operand instanceof Expr.Not inner) {
      operand = inner.operand();
      count++;
    }
    add("!".repeat(count));
    return child(operand, Precedence.MEMBER);
  }

  /** A number after a minus stands in parentheses: without them the minus would belong to it. */
  @Override
  public Void negate(Expr.Negate e) {
    Expr operand = e.operand();
    int count = 1;
    while (count < MAX_PREFIXES && operand instanceof Expr.Negate inner) {
      operand = inner.operand();
      count++;
    }
    add("-".repeat(count));
    return operand instanceof Expr.Literal literal && literal.value() instanceof CedarLong
        ? add("(" + literal.value().toCedar() + ")")
        : child(operand, Precedence.MEMBER);
  }

  @Override
  public Void ifThenElse(Expr.If e) {
    add(Mark.OPEN, "if ");
    child(e.condition(), Precedence.WHOLE);
    add(Mark.LINE, "then ");
    child(e.consequence(), Precedence.WHOLE);
    add(Mark.LINE, "else ");
    child(e.alternative(), Precedence.WHOLE);
    return add(Mark.CLOSE);
  }

  @Override
  public Void arithmetic(Expr.Arithmetic e) {
    int least = e.steps().get(0).operator().isAdditive() ? Precedence.PRODUCT : Precedence.UNARY;
    add(Mark.OPEN);
    child(e.first(), least);
    for (Expr.Step step : e.steps()) {
      add(" " + step.operator().symbol(), Mark.LINE);
      child(step.operand(), least);
    }
    return add(Mark.CLOSE);
  }

  @Override
  public Void comparison(Expr.Comparison e) {
    child(e.left(), Precedence.SUM);
    add(" " + e.operator().symbol() + " ");
    return child(e.right(), Precedence.SUM);
  }

  @Override
  public Void in(Expr.In e) {
    child(e.entity(), Precedence.SUM);
    add(" in ");
    return child(e.group(), Precedence.SUM);
  }

  @Override
  public Void is(Expr.Is e) {
    child(e.entity(), Precedence.SUM);
    add(" is " + e.type());
    if (e.group().isPresent()) {
      add(" in ");
      child(e.group().get(), Precedence.SUM);
    }
    return null;
  }

  @Override
  public Void like(Expr.Like e) {
    child(e.text(), Precedence.SUM);
    return add(" like " + pattern(e.pattern()));
  }

  private static String pattern(Pattern pattern) {
    StringBuilder text = new StringBuilder().append('"');
    for (int i = 0; i < pattern.pieces().size(); i++) {
      if (i > 0) {
        text.append('*');
      }
      pattern.pieces().get(i).codePoints().forEach(c -> escape(c, text));
    }
    return text.append('"').toString();
  }

  private static void escape(int c, StringBuilder text) {
    if (c == '*') {
      text.append("\\*");
    } else {
      Lexical.escape(c, text);
    }
  }

  /** A path with a name that needs quotes is said step by step. */
  @Override
  public Void has(Expr.Has e) {
    if (isOneHas(e.path())) {
      child(e.object(), Precedence.SUM);
      return add(" has " + names(e.path()));
    }
    add(Mark.OPEN_FLUSH);
    for (int i = 0; i < e.path().size(); i++) {
      if (i > 0) {
        add(" &&", Mark.LINE);
      }
      child(e.object(), i == 0 ? Precedence.SUM : Precedence.MEMBER);
      e.path().subList(0, i).forEach(name -> add(access(name)));
      add(" has " + Lexical.attributeName(e.path().get(i)));
    }
    return add(Mark.CLOSE);
  }

  private static String names(List<String> path) {
    return path.size() == 1 ? Lexical.attributeName(path.get(0)) : String.join(".", path);
  }

  private static String access(String name) {
    return Lexical.isIdentifier(name) ? "." + name : "[" + Lexical.quote(name) + "]";
  }

  @Override
  public Void getAttribute(Expr.GetAttribute e) {
    child(e.object(), Precedence.MEMBER);
    return add(access(e.attribute()));
  }

  @Override
  public Void binaryCall(Expr.BinaryCall e) {
    child(e.receiver(), Precedence.MEMBER);
    add("." + e.method().cedarName());
    return list("(", List.of(e.argument()), ")");
  }

  @Override
  public Void isEmpty(Expr.IsEmpty e) {
    child(e.set(), Precedence.MEMBER);
    return add(".isEmpty()");
  }

  @Override
  public Void set(Expr.SetLiteral e) {
    return list("[", e.elements(), "]");
  }

  private Void list(String open, List<Expr> elements, String close) {
    add(open, Mark.OPEN, Mark.SOFT);
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0) {
        add(",", Mark.LINE);
      }
      child(elements.get(i), Precedence.WHOLE);
    }
    return add(Mark.LAST_SOFT, Mark.CLOSE, close);
  }

  @Override
  public Void record(Expr.RecordLiteral e) {
    add("{", Mark.OPEN, Mark.SOFT);
    for (int i = 0; i < e.fields().size(); i++) {
      if (i > 0) {
        add(",", Mark.LINE);
      }
      add(Lexical.attributeName(e.fields().get(i).name()) + ": ");
      child(e.fields().get(i).value(), Precedence.WHOLE);
    }
    return add(Mark.LAST_SOFT, Mark.CLOSE, "}");
  }

  @Override
  public Void extensionCall(Expr.ExtensionCall e) {
    List<Expr> arguments = e.arguments();
    if (!e.function().isMethod()) {
      add(e.function().cedarName());
      return list("(", arguments, ")");
    }
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException(
          "a method without a receiver cannot be written: " + e.function().cedarName());
    }
    child(arguments.get(0), Precedence.MEMBER);
    add("." + e.function().cedarName());
    return list("(", arguments.subList(1, arguments.size()), ")");
  }

  private Void child(Expr expression, int least) {
    return add(new Child(expression, least));
  }

  @SuppressWarnings("NullAway") // The type Void has no other value.
  private Void add(Object... all) {
    parts.addAll(List.of(all));
    return null;
  }

  /** An expression that is still to be written. */
  private record Child(Expr expression, int least) {}
}
