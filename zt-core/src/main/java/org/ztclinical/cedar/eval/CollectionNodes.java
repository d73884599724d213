package org.ztclinical.cedar.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ztclinical.cedar.ast.Expr.BinaryMethod;
import org.ztclinical.cedar.value.CedarError;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarRecord;
import org.ztclinical.cedar.value.CedarSet;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EvaluationException;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.Span;

/** Nodes that make or ask sets, records and values of extension types. */
public final class CollectionNodes {
  private CollectionNodes() {}

  /** Whether nothing can be made that holds the value. */
  private static boolean isTooDeep(Object value) {
    return ((CedarValue) value).depth() >= CedarLimits.MAX_VALUE_DEPTH;
  }

  /** {@code [a, b]}. */
  static final class SetOf extends Node {
    private final Node[] elements;

    SetOf(List<Node> elements, Span at) {
      super(at);
      this.elements = elements.toArray(new Node[0]);
    }

    @Override
    public Object value(Evaluation in) {
      List<CedarValue> values = new ArrayList<>(elements.length);
      for (Node element : elements) {
        Object value = element.value(in);
        if (value instanceof CedarError) {
          return value;
        }
        if (isTooDeep(value)) {
          return fail(in, CedarError.LIMIT);
        }
        values.add((CedarValue) value);
      }
      return CedarSet.of(values);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.other(this);
    }
  }

  /** <code>{a: x, b: y}</code>. */
  static final class RecordOf extends Node {
    private final String[] names;
    private final Node[] values;

    RecordOf(List<String> names, List<Node> values, Span at) {
      super(at);
      this.names = names.toArray(new String[0]);
      this.values = values.toArray(new Node[0]);
    }

    @Override
    public Object value(Evaluation in) {
      Map<String, CedarValue> attributes = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        Object value = values[i].value(in);
        if (value instanceof CedarError) {
          return value;
        }
        if (isTooDeep(value)) {
          return fail(in, CedarError.LIMIT);
        }
        attributes.put(names[i], (CedarValue) value);
      }
      return CedarRecord.of(attributes);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.other(this);
    }
  }

  /** {@code set.contains(value)}, {@code set.containsAll(set)}, {@code set.containsAny(set)}. */
  public static final class Contains extends Node.Test {
    private final BinaryMethod method;
    private final Node receiver;
    private final Node argument;

    Contains(BinaryMethod method, Node receiver, Node argument, Span at) {
      super(at);
      this.method = method;
      this.receiver = receiver;
      this.argument = argument;
    }

    @Override
    public int test(Evaluation in) {
      Object of = receiver.value(in);
      if (of instanceof CedarError error) {
        return Outcome.of(error);
      }
      Object value = argument.value(in);
      if (value instanceof CedarError error) {
        return Outcome.of(error);
      }
      if (!(of instanceof CedarSet set)) {
        return failure(in, CedarError.TYPE);
      }
      if (method == BinaryMethod.CONTAINS) {
        return Outcome.of(set.contains((CedarValue) value));
      }
      if (!(value instanceof CedarSet other)) {
        return failure(in, CedarError.TYPE);
      }
      return Outcome.of(
          method == BinaryMethod.CONTAINS_ALL ? set.containsAll(other) : set.containsAny(other));
    }

    /** Which of the three methods. */
    public BinaryMethod method() {
      return method;
    }

    /** The set. */
    public Node receiver() {
      return receiver;
    }

    /** What is sought in it. */
    public Node argument() {
      return argument;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.contains(this);
    }
  }

  /** {@code set.isEmpty()}. */
  static final class IsEmpty extends Node.Test {
    private final Node set;

    IsEmpty(Node set, Span at) {
      super(at);
      this.set = set;
    }

    @Override
    public int test(Evaluation in) {
      Object value = set.value(in);
      if (value instanceof CedarSet elements) {
        return Outcome.of(elements.isEmpty());
      }
      return value instanceof CedarError error ? Outcome.of(error) : failure(in, CedarError.TYPE);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.other(this);
    }
  }

  /** A call of an extension function. */
  static final class Call extends Node {
    private final ExtensionFunction function;
    private final Node[] arguments;

    Call(ExtensionFunction function, List<Node> arguments, Span at) {
      super(at);
      this.function = function;
      this.arguments = arguments.toArray(new Node[0]);
    }

    @Override
    public Object value(Evaluation in) {
      List<CedarValue> values = new ArrayList<>(arguments.length);
      for (Node argument : arguments) {
        Object value = argument.value(in);
        if (value instanceof CedarError) {
          return value;
        }
        values.add((CedarValue) value);
      }
      try {
        return function.apply(values);
      } catch (EvaluationException e) {
        return fail(in, e.error());
      }
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.other(this);
    }
  }
}
