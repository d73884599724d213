package org.ztclinical.cedar.compile;

import java.util.function.Consumer;
import org.ztclinical.cedar.ast.Expr.ComparisonOperator;
import org.ztclinical.cedar.eval.AttributeNodes;
import org.ztclinical.cedar.eval.CollectionNodes;
import org.ztclinical.cedar.eval.ComparisonNodes;
import org.ztclinical.cedar.eval.LogicNodes;
import org.ztclinical.cedar.eval.Node;
import org.ztclinical.cedar.eval.NodeVisitor;
import org.ztclinical.cedar.value.CedarLong;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.EntityUid;

/**
 * Writes instructions that push the outcome of one test. The kinds of tests that rules are full of
 * become calls of {@link org.ztclinical.cedar.eval.Operations}; all others are left to the node.
 */
final class TestTranslator implements NodeVisitor<Void> {
  private static final String ONE_OBJECT = "(Ljava/lang/Object;)I";
  private static final String TWO_OBJECTS = "(Ljava/lang/Object;Ljava/lang/Object;)I";

  private final Code code;
  private final ConstantPool pool;
  private final Constants constants;
  private final Consumer<LogicNodes.Shared> shared;

  /**
   * Writes to this code.
   *
   * @param shared pushes the outcome of a shared condition
   */
  TestTranslator(
      Code code, ConstantPool pool, Constants constants, Consumer<LogicNodes.Shared> shared) {
    this.code = code;
    this.pool = pool;
    this.constants = constants;
    this.shared = shared;
  }

  @Override
  public Void other(Node node) {
    constants.push(node, code);
    code.local(Code.ALOAD, 0)
        .ref(Code.INVOKEVIRTUAL, pool.method(Names.NODE, "test", "(L" + Names.EVALUATION + ";)I"));
    return null;
  }

  @Override
  public Void shared(LogicNodes.Shared node) {
    shared.accept(node);
    return null;
  }

  @Override
  public Void slot(AttributeNodes.Slot node) {
    push(node);
    return operation("test", ONE_OBJECT);
  }

  @Override
  public Void hasSlot(AttributeNodes.HasSlot node) {
    pushSlot(node.attribute());
    pushSlot(node.object());
    return operation("has", TWO_OBJECTS);
  }

  @Override
  public Void equal(ComparisonNodes.Equal node) {
    if (!equalsConstant(node.left(), node.right()) && !equalsConstant(node.right(), node.left())) {
      push(node.left());
      push(node.right());
      operation("equal", TWO_OBJECTS);
    }
    return node.negated() ? operation("not", "(I)I") : null;
  }

  /** Compares with a constant of a frequent type; false where it is none. */
  private boolean equalsConstant(Node node, Node constant) {
    Object value = constant instanceof AttributeNodes.Constant known ? known.constant() : constant;
    if (value instanceof CedarString text) {
      push(node);
      constants.push(text.value(), code);
      operation("equalText", "(Ljava/lang/Object;Ljava/lang/String;)I");
    } else if (value instanceof EntityUid uid) {
      push(node);
      constants.push(uid, code);
      operation("equalUid", "(Ljava/lang/Object;L" + Names.of(EntityUid.class) + ";)I");
    } else if (value instanceof CedarLong number) {
      push(node);
      code.push(number.value());
      operation("equalLong", "(Ljava/lang/Object;J)I");
    } else {
      return false;
    }
    return true;
  }

  @Override
  public Void order(ComparisonNodes.Order node) {
    ComparisonOperator operator = node.operator();
    boolean negated =
        operator == ComparisonOperator.LESS_OR_EQUAL
            || operator == ComparisonOperator.GREATER_OR_EQUAL;
    // a <= 1 is not a > 1: both fail alike.
    boolean less =
        operator == ComparisonOperator.LESS || operator == ComparisonOperator.GREATER_OR_EQUAL;
    if (!(node.right() instanceof AttributeNodes.Constant known)
        || !(known.constant() instanceof CedarLong number)) {
      return other(node);
    }
    push(node.left());
    code.push(number.value());
    operation(less ? "less" : "greater", "(Ljava/lang/Object;J)I");
    return negated ? operation("not", "(I)I") : null;
  }

  @Override
  public Void in(ComparisonNodes.In node) {
    if (!(node.group() instanceof AttributeNodes.Constant known)
        || !(known.constant() instanceof EntityUid group)) {
      return other(node);
    }
    push(node.entity());
    constants.push(group, code);
    code.local(Code.ALOAD, 0);
    return operation(
        "in", "(Ljava/lang/Object;L" + Names.of(EntityUid.class) + ";L" + Names.EVALUATION + ";)I");
  }

  @Override
  public Void is(ComparisonNodes.Is node) {
    push(node.entity());
    constants.push(node.type(), code);
    return operation(
        "is", "(Ljava/lang/Object;L" + Names.of(org.ztclinical.cedar.value.Name.class) + ";)I");
  }

  @Override
  public Void contains(CollectionNodes.Contains node) {
    push(node.receiver());
    push(node.argument());
    return operation(node.method().cedarName(), TWO_OBJECTS);
  }

  @Override
  public Void inRange(ComparisonNodes.InRange node) {
    push(node.address());
    push(node.range());
    return operation("isInRange", TWO_OBJECTS);
  }

  private Void operation(String name, String descriptor) {
    code.ref(Code.INVOKESTATIC, pool.method(Names.OPERATIONS, name, descriptor));
    return null;
  }

  /** Pushes the value of a node, or its error. */
  private void push(Node node) {
    if (node instanceof AttributeNodes.Slot slot) {
      pushSlot(slot.slot());
    } else if (node instanceof AttributeNodes.Constant constant) {
      pushObject(constant.constant());
    } else {
      constants.push(node, code);
      code.local(Code.ALOAD, 0)
          .ref(
              Code.INVOKEVIRTUAL,
              pool.method(Names.NODE, "value", "(L" + Names.EVALUATION + ";)Ljava/lang/Object;"));
    }
  }

  private void pushObject(Object object) {
    constants.push(object, code);
  }

  private void pushSlot(int slot) {
    code.local(Code.ALOAD, 1).push(slot).op(Code.AALOAD);
  }
}
