package org.ztclinical.cedar.validate;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Expr.BinaryMethod;
import org.ztclinical.cedar.ast.Numbering;

/**
 * Numbers expressions so that two have the same number when they say the same. What is only another
 * way to write something has that thing's number: {@code a > b} is {@code !(a <= b)}, {@code x is T
 * in g} is {@code x is T && x in g}. Each expression is numbered once.
 */
final class Shapes implements Expr.Visitor<Integer> {
  private final Numbering numbering = new Numbering();
  private final IdentityHashMap<Expr, Integer> known = new IdentityHashMap<>();

  int of(Expr e) {
    Integer number = known.get(e);
    if (number == null) {
      number = e.accept(this);
      known.put(e, number);
    }
    return number;
  }

  /** The shape of {@code object.name}. */
  int attribute(int object, String name) {
    return numbering.of("get", object, numbering.text(name));
  }

  /** The shape of {@code object has name}. */
  int hasAttribute(int object, String name) {
    return numbering.of("has", object, numbering.text(name));
  }

  /** The shape of {@code object.hasTag(key)}. */
  int hasTag(Expr object, Expr key) {
    return numbering.of(BinaryMethod.HAS_TAG.cedarName(), of(object), of(key));
  }

  @Override
  public Integer literal(Expr.Literal e) {
    return numbering.of(e.value());
  }

  @Override
  public Integer variable(Expr.Variable e) {
    return numbering.of(e.variable().cedarName());
  }

  @Override
  public Integer and(Expr.And e) {
    return chain("and", e.operands());
  }

  @Override
  public Integer or(Expr.Or e) {
    return chain("or", e.operands());
  }

  @Override
  public Integer not(Expr.Not e) {
    return numbering.of("not", of(e.operand()));
  }

  @Override
  public Integer negate(Expr.Negate e) {
    return numbering.of("negate", of(e.operand()));
  }

  @Override
  public Integer ifThenElse(Expr.If e) {
    return numbering.of("if", of(e.condition()), of(e.consequence()), of(e.alternative()));
  }

  @Override
  public Integer arithmetic(Expr.Arithmetic e) {
    int[] parts = new int[1 + 2 * e.steps().size()];
    parts[0] = of(e.first());
    for (int i = 0; i < e.steps().size(); i++) {
      parts[2 * i + 1] = numbering.text(e.steps().get(i).operator().symbol());
      parts[2 * i + 2] = of(e.steps().get(i).operand());
    }
    return numbering.of("arithmetic", parts);
  }

  @Override
  public Integer comparison(Expr.Comparison e) {
    int left = of(e.left());
    int right = of(e.right());
    return switch (e.operator()) {
      case EQUAL -> numbering.of("==", left, right);
      case NOT_EQUAL -> numbering.of("not", numbering.of("==", left, right));
      case LESS -> numbering.of("<", left, right);
      case LESS_OR_EQUAL -> numbering.of("<=", left, right);
      case GREATER -> numbering.of("not", numbering.of("<=", left, right));
      case GREATER_OR_EQUAL -> numbering.of("not", numbering.of("<", left, right));
    };
  }

  @Override
  public Integer in(Expr.In e) {
    return numbering.of("in", of(e.entity()), of(e.group()));
  }

  @Override
  public Integer is(Expr.Is e) {
    int entity = of(e.entity());
    int is = numbering.of("is", entity, numbering.text(e.type().text()));
    return e.group().isEmpty()
        ? is
        : numbering.of("and", is, numbering.of("in", entity, of(e.group().orElseThrow())));
  }

  @Override
  public Integer like(Expr.Like e) {
    List<String> pieces = e.pattern().pieces();
    int[] parts = new int[1 + pieces.size()];
    parts[0] = of(e.text());
    for (int i = 0; i < pieces.size(); i++) {
      parts[i + 1] = numbering.text(pieces.get(i));
    }
    return numbering.of("like", parts);
  }

  @Override
  public Integer has(Expr.Has e) {
    int object = of(e.object());
    int[] parts = new int[e.path().size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = hasAttribute(object, e.path().get(i));
      object = attribute(object, e.path().get(i));
    }
    return parts.length == 1 ? parts[0] : numbering.of("and", parts);
  }

  @Override
  public Integer getAttribute(Expr.GetAttribute e) {
    return attribute(of(e.object()), e.attribute());
  }

  @Override
  public Integer binaryCall(Expr.BinaryCall e) {
    return numbering.of(e.method().cedarName(), of(e.receiver()), of(e.argument()));
  }

  @Override
  public Integer isEmpty(Expr.IsEmpty e) {
    return numbering.of("isEmpty", of(e.set()));
  }

  @Override
  public Integer set(Expr.SetLiteral e) {
    return chain("set", e.elements());
  }

  @Override
  public Integer record(Expr.RecordLiteral e) {
    // The order of the attributes has no meaning.
    Map<String, Integer> fields = new TreeMap<>();
    for (Expr.Field field : e.fields()) {
      fields.put(field.name(), of(field.value()));
    }
    int[] parts = new int[2 * fields.size()];
    int i = 0;
    for (Map.Entry<String, Integer> field : fields.entrySet()) {
      parts[i++] = numbering.text(field.getKey());
      parts[i++] = field.getValue();
    }
    return numbering.of("record", parts);
  }

  @Override
  public Integer extensionCall(Expr.ExtensionCall e) {
    return chain(e.function().cedarName(), e.arguments());
  }

  private Integer chain(String kind, List<Expr> operands) {
    return numbering.of(kind, operands.stream().mapToInt(this::of).toArray());
  }
}
