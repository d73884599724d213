package org.ztclinical.cedar.validate;

import java.util.List;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.validate.Finding.Kind;
import org.ztclinical.cedar.validate.Type.Basic;
import org.ztclinical.cedar.validate.Type.SetOf;
import org.ztclinical.cedar.value.EvaluationException;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.ValueKind;

/** Sets and functions. */
final class Calls {
  private final boolean strict;
  private final Lattice lattice;
  private final Operands operands;

  Calls(ValidationMode mode, Lattice lattice, Operands operands) {
    this.strict = mode == ValidationMode.STRICT;
    this.lattice = lattice;
    this.operands = operands;
  }

  Type contains(Expr.BinaryCall e, Type receiver, Type argument) {
    Type set = operands.set(receiver, e.receiver(), "contains");
    if (!(set instanceof SetOf elements) || argument == Basic.FAILED) {
      return Basic.FAILED;
    }
    return comparable(e, elements.element(), argument);
  }

  /** {@code containsAll} and {@code containsAny}. */
  Type containsSet(Expr.BinaryCall e, Type receiver, Type argument) {
    String method = e.method().cedarName();
    Type one = operands.set(receiver, e.receiver(), method);
    Type other = operands.set(argument, e.argument(), method);
    if (one == Basic.FAILED || other == Basic.FAILED) {
      return Basic.FAILED;
    }
    return comparable(e, one, other);
  }

  /** The empty set is refused in strict mode, because its elements have no type. */
  void emptySet(Expr.SetLiteral e) {
    if (strict) {
      operands.report(
          Kind.EMPTY_SET,
          e.at(),
          "the empty set has no element type; write what it stands for, as in: x.isEmpty()");
    }
  }

  void arity(Expr.ExtensionCall e) {
    // The receiver of a method is not an argument for whoever reads the policy.
    int receiver = e.function().isMethod() ? 1 : 0;
    int wanted = e.function().parameters().size() - receiver;
    int given = e.arguments().size() - receiver;
    if (wanted != given) {
      operands.report(
          Kind.ARITY,
          e.at(),
          e.function().cedarName()
              + " takes "
              + (wanted == 0 ? "no arguments" : wanted == 1 ? "1 argument" : wanted + " arguments")
              + ", and here are "
              + given);
    }
  }

  /** One argument, the receiver being the first; of a constructor a literal that parses. */
  void argument(Expr.ExtensionCall e, int index, Type type) {
    ExtensionFunction function = e.function();
    Expr argument = e.arguments().get(index);
    if (function.isConstructor() && strict && !(argument instanceof Expr.Literal)) {
      operands.report(
          Kind.EXTENSION_NOT_LITERAL,
          argument.at(),
          function.cedarName() + " takes a string literal, so that it can be checked here");
    }
    if (index >= function.parameters().size()) {
      return;
    }
    ValueKind wanted = function.parameters().get(index);
    if (type != Basic.of(wanted)) {
      if (type != Basic.FAILED) {
        operands.report(
            Kind.UNEXPECTED_TYPE,
            argument.at(),
            function.cedarName() + " takes " + wanted.cedarName() + ", and this is " + type);
      }
    } else if (function.isConstructor() && argument instanceof Expr.Literal literal) {
      requireParses(function, literal);
    }
  }

  private void requireParses(ExtensionFunction function, Expr.Literal literal) {
    try {
      function.apply(List.of(literal.value()));
    } catch (EvaluationException e) {
      operands.report(
          Kind.EXTENSION_SYNTAX,
          literal.at(),
          literal.value().toCedar() + " is not " + example(function));
    }
  }

  private static String example(ExtensionFunction function) {
    return switch (function.result()) {
      case DECIMAL -> "a decimal, as \"12.5\"";
      case IPADDR -> "an address or range, as \"10.0.0.0/8\" or \"::1\"";
      case DATETIME -> "a datetime, as \"2024-10-15\" or \"2024-10-15T11:35:00Z\"";
      case DURATION -> "a duration, as \"1d2h3m4s5ms\"";
      case BOOL, LONG, STRING, ENTITY, SET, RECORD ->
          throw new IllegalArgumentException(function + " is not a constructor");
    };
  }

  private Type comparable(Expr.BinaryCall e, Type one, Type other) {
    if (strict && lattice.join(one, other) == null) {
      operands.report(
          Kind.INCOMPATIBLE_TYPES,
          e.at(),
          e.method().cedarName()
              + " compares "
              + one
              + " with "
              + other
              + ", which are never equal");
      return Basic.FAILED;
    }
    return Basic.BOOL;
  }
}
