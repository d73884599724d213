package org.ztclinical.cedar.eval;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.eval.AttributeNodes.Constant;
import org.ztclinical.cedar.eval.AttributeNodes.Slot;
import org.ztclinical.cedar.eval.PolicyProgram.Clause;
import org.ztclinical.cedar.value.ExtensionFunction;

/**
 * Turns expressions into nodes: gives attributes their slots, and computes beforehand what depends
 * on no request. Recursive: the caller has checked the depth.
 */
final class NodeBuilder implements Expr.Visitor<Node> {
  private static final Evaluation NOTHING = Evaluation.ofNothing();

  private final Paths paths;
  private final SharedConditions shared;

  /** The slots that the policy in hand reads. */
  private final BitSet slots = new BitSet();

  NodeBuilder(Paths paths, SharedConditions shared) {
    this.paths = paths;
    this.shared = shared;
  }

  PolicyProgram program(Policy policy) {
    slots.clear();
    List<Clause> clauses = new ArrayList<>();
    for (Condition condition : policy.conditions()) {
      int expected =
          switch (condition.kind()) {
            case WHEN -> Outcome.TRUE;
            case UNLESS -> Outcome.FALSE;
          };
      clauses.add(new Clause(condition(condition.body()), expected));
    }
    return new PolicyProgram(policy, clauses, slots.toLongArray());
  }

  private Node condition(Expr body) {
    if (shared.number(body) == null && body instanceof Expr.And and) {
      List<Node> terms = new ArrayList<>(and.operands().size());
      for (Expr operand : and.operands()) {
        terms.add(term(operand));
      }
      return new LogicNodes.And(terms, and.at());
    }
    return term(body);
  }

  private Node term(Expr term) {
    Node node = build(term);
    Integer number = shared.number(term);
    return number == null ? node : new LogicNodes.Shared(node, number);
  }

  private Node build(Expr expression) {
    return expression.accept(this);
  }

  /** What an attribute is read from: a variable is not itself read by that. */
  private Node object(Expr e) {
    return e instanceof Expr.Variable variable
        ? new Slot(Paths.variable(variable.variable()), e.at())
        : build(e);
  }

  /** Notes that the node's own value is read. */
  private Node used(Node node) {
    if (node instanceof Slot slot) {
      slots.set(slot.slot());
    }
    return node;
  }

  private int child(int parent, String attribute) {
    int slot = paths.child(parent, attribute);
    if (slot != Paths.NONE) {
      slots.set(slot);
    }
    return slot;
  }

  @Override
  public Node literal(Expr.Literal e) {
    return new Constant(e.value(), e.at());
  }

  @Override
  public Node variable(Expr.Variable e) {
    return used(new Slot(Paths.variable(e.variable()), e.at()));
  }

  @Override
  public Node and(Expr.And e) {
    return new LogicNodes.And(all(e.operands()), e.at());
  }

  @Override
  public Node or(Expr.Or e) {
    return new LogicNodes.Or(all(e.operands()), e.at());
  }

  @Override
  public Node not(Expr.Not e) {
    return new LogicNodes.Not(build(e.operand()), e.at());
  }

  @Override
  public Node negate(Expr.Negate e) {
    Node operand = build(e.operand());
    return folded(new ArithmeticNodes.Negate(operand, e.at()), List.of(operand));
  }

  @Override
  public Node ifThenElse(Expr.If e) {
    return new LogicNodes.If(
        build(e.condition()), build(e.consequence()), build(e.alternative()), e.at());
  }

  @Override
  public Node arithmetic(Expr.Arithmetic e) {
    List<Expr.ArithmeticOperator> operators = e.steps().stream().map(Expr.Step::operator).toList();
    List<Node> operands = all(e.steps().stream().map(Expr.Step::operand).toList());
    return new ArithmeticNodes.Chain(build(e.first()), operators, operands, e.at());
  }

  @Override
  public Node comparison(Expr.Comparison e) {
    Node left = build(e.left());
    Node right = build(e.right());
    return switch (e.operator()) {
      case EQUAL -> new ComparisonNodes.Equal(left, right, false, e.at());
      case NOT_EQUAL -> new ComparisonNodes.Equal(left, right, true, e.at());
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          new ComparisonNodes.Order(left, right, e.operator(), e.at());
    };
  }

  @Override
  public Node in(Expr.In e) {
    return new ComparisonNodes.In(build(e.entity()), build(e.group()), e.at());
  }

  @Override
  public Node is(Expr.Is e) {
    Node entity = build(e.entity());
    Node ofType = new ComparisonNodes.Is(entity, e.type(), e.at());
    if (e.group().isEmpty()) {
      return ofType;
    }
    // The group is not evaluated for an entity of another type.
    ComparisonNodes.In inGroup = new ComparisonNodes.In(entity, build(e.group().get()), e.at());
    return entity instanceof Slot || entity instanceof Constant
        ? new LogicNodes.And(List.of(ofType, inGroup), e.at())
        : new LogicNodes.IsIn(entity, e.type(), inGroup, e.at());
  }

  @Override
  public Node like(Expr.Like e) {
    return new ComparisonNodes.Like(build(e.text()), new Wildcard(e.pattern()), e.at());
  }

  @Override
  public Node has(Expr.Has e) {
    Node object = object(e.object());
    List<Node> steps = new ArrayList<>();
    for (int i = 0; i < e.path().size(); i++) {
      int child = object instanceof Slot slot ? child(slot.slot(), e.path().get(i)) : -1;
      if (child == Paths.NONE) {
        List<String> rest = e.path().subList(i, e.path().size());
        steps.add(new AttributeNodes.Has(used(object), rest, e.at()));
        break;
      }
      steps.add(new AttributeNodes.HasSlot(((Slot) object).slot(), child, e.at()));
      object = new Slot(child, e.at());
    }
    return steps.size() == 1 ? steps.get(0) : new LogicNodes.And(steps, e.at());
  }

  @Override
  public Node getAttribute(Expr.GetAttribute e) {
    Node object = object(e.object());
    int child = object instanceof Slot slot ? child(slot.slot(), e.attribute()) : Paths.NONE;
    return child == Paths.NONE
        ? new AttributeNodes.Navigate(used(object), e.attribute(), e.at())
        : new Slot(child, e.at());
  }

  @Override
  public Node binaryCall(Expr.BinaryCall e) {
    Node receiver = build(e.receiver());
    Node argument = build(e.argument());
    return switch (e.method()) {
      case CONTAINS, CONTAINS_ALL, CONTAINS_ANY ->
          new CollectionNodes.Contains(e.method(), receiver, argument, e.at());
      case HAS_TAG -> new AttributeNodes.HasTag(receiver, argument, e.at());
      case GET_TAG -> new AttributeNodes.GetTag(receiver, argument, e.at());
    };
  }

  @Override
  public Node isEmpty(Expr.IsEmpty e) {
    return new CollectionNodes.IsEmpty(build(e.set()), e.at());
  }

  @Override
  public Node set(Expr.SetLiteral e) {
    List<Node> elements = all(e.elements());
    return folded(new CollectionNodes.SetOf(elements, e.at()), elements);
  }

  @Override
  public Node record(Expr.RecordLiteral e) {
    List<String> names = e.fields().stream().map(Expr.Field::name).toList();
    List<Node> values = all(e.fields().stream().map(Expr.Field::value).toList());
    return folded(new CollectionNodes.RecordOf(names, values, e.at()), values);
  }

  @Override
  public Node extensionCall(Expr.ExtensionCall e) {
    List<Node> arguments = all(e.arguments());
    if (e.function() == ExtensionFunction.IS_IN_RANGE && arguments.size() == 2) {
      return new ComparisonNodes.InRange(arguments.get(0), arguments.get(1), e.at());
    }
    return folded(new CollectionNodes.Call(e.function(), arguments, e.at()), arguments);
  }

  private List<Node> all(List<Expr> expressions) {
    List<Node> nodes = new ArrayList<>(expressions.size());
    for (Expr expression : expressions) {
      nodes.add(build(expression));
    }
    return nodes;
  }

  /** The node, or its value when all operands are constants: that may be an error, too. */
  private static Node folded(Node node, List<Node> operands) {
    for (Node operand : operands) {
      if (!(operand instanceof Constant)) {
        return node;
      }
    }
    return new Constant(node.value(NOTHING), node.at());
  }
}
