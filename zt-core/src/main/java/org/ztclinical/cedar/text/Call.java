package org.ztclinical.cedar.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Expr.BinaryMethod;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.ExtensionFunction;
import org.ztclinical.cedar.value.Span;

/**
 * A function or method that is about to be called. Names nobody knows, functions written as methods
 * and methods written as functions are errors of the text, as is a wrong number of arguments of a
 * built-in method; that of an extension function is found when it is evaluated.
 */
final class Call {
  private static final int ANY = -1;
  private static final Set<String> FUNCTIONS = extensions(false);
  private static final Set<String> METHODS = methods();

  private final Token name;
  private final Optional<Operand> receiver;
  private final int arity;
  private final BiFunction<List<Expr>, Span, Expr> build;

  private Call(
      Token name, Optional<Operand> receiver, int arity, BiFunction<List<Expr>, Span, Expr> build) {
    this.name = name;
    this.receiver = receiver;
    this.arity = arity;
    this.build = build;
  }

  /** The call of a function: {@code ip(}. */
  static Call function(Tokens tokens, Token name) throws CedarSyntaxException {
    Optional<ExtensionFunction> function = ExtensionFunction.find(name.text());
    if (function.isPresent() && !function.get().isMethod()) {
      return new Call(
          name,
          Optional.empty(),
          ANY,
          (arguments, at) -> new Expr.ExtensionCall(function.get(), arguments, at));
    }
    throw tokens.error(Fault.UNKNOWN, name, noFunction(name.text()));
  }

  /** The call of a method: {@code receiver.contains(}. */
  static Call method(Tokens tokens, Operand receiver, Token name) throws CedarSyntaxException {
    Optional<Operand> of = Optional.of(receiver);
    for (BinaryMethod method : BinaryMethod.values()) {
      if (method.cedarName().equals(name.text())) {
        return new Call(
            name,
            of,
            1,
            (arguments, at) -> new Expr.BinaryCall(method, receiver.expr(), arguments.get(0), at));
      }
    }
    if (name.isWord("isEmpty")) {
      return new Call(name, of, 0, (arguments, at) -> new Expr.IsEmpty(receiver.expr(), at));
    }
    Optional<ExtensionFunction> function = ExtensionFunction.find(name.text());
    if (function.isPresent() && function.get().isMethod()) {
      return new Call(
          name,
          of,
          ANY,
          (arguments, at) ->
              new Expr.ExtensionCall(function.get(), after(receiver, arguments), at));
    }
    throw tokens.error(Fault.UNKNOWN, name, noMethod(name.text()));
  }

  /** What the method is called on. */
  Optional<Operand> receiver() {
    return receiver;
  }

  /** Where the call begins. */
  Span from() {
    return receiver.map(Operand::from).orElse(name.at());
  }

  /** The call with its arguments. */
  Expr with(List<Expr> arguments, Span at, Tokens tokens) throws CedarSyntaxException {
    if (arity != ANY && arguments.size() != arity) {
      throw tokens.error(
          Fault.MALFORMED,
          name,
          "`%s` takes %s, found %d"
              .formatted(
                  name.text(), arity == 0 ? "no argument" : "one argument", arguments.size()));
    }
    return build.apply(arguments, at);
  }

  private static List<Expr> after(Operand receiver, List<Expr> arguments) {
    List<Expr> all = new ArrayList<>(arguments.size() + 1);
    all.add(receiver.expr());
    all.addAll(arguments);
    return all;
  }

  private static String noFunction(String name) {
    if (METHODS.contains(name)) {
      return "`%s` is a method; write it after its operand: x.%s(…)".formatted(name, name);
    }
    return switch (name) {
      case "not" -> "there is no function `not`; write !(…)";
      case "principal", "action", "resource", "context" ->
          "`%s` is a variable and cannot be called".formatted(name);
      case "ipaddr", "IP" -> "there is no function `%s`; write ip(…)".formatted(name);
      default -> "there is no function `%s`%s".formatted(name, Spelling.hint(name, FUNCTIONS));
    };
  }

  private static String noMethod(String name) {
    if (FUNCTIONS.contains(name)) {
      return "`%s` is a function; write %s(…)".formatted(name, name);
    }
    return switch (name) {
      case "startsWith" -> "there is no method `startsWith`; write x like \"abc*\"";
      case "endsWith" -> "there is no method `endsWith`; write x like \"*abc\"";
      case "matches" -> "there is no method `matches`; there are patterns: x like \"a*c\"";
      case "equals" -> "there is no method `equals`; write x == y";
      case "size", "length" -> "there is no method `%s`; sets have isEmpty()".formatted(name);
      default -> "there is no method `%s`%s".formatted(name, Spelling.hint(name, METHODS));
    };
  }

  private static Set<String> extensions(boolean method) {
    Set<String> names = new TreeSet<>();
    for (ExtensionFunction function : ExtensionFunction.values()) {
      if (function.isMethod() == method) {
        names.add(function.cedarName());
      }
    }
    return names;
  }

  private static Set<String> methods() {
    Set<String> names = extensions(true);
    for (BinaryMethod method : BinaryMethod.values()) {
      names.add(method.cedarName());
    }
    names.add("isEmpty");
    return names;
  }
}
