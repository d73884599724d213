package org.ztclinical.cedar.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Span;

/**
 * Something that has begun and waits for an expression inside it: a parenthesis, a set, a record, a
 * call's arguments, an {@code if}, or the whole. These form a list from the innermost outward,
 * which takes the place of recursion.
 */
abstract class OpenBracket {
  private final @Nullable OpenBracket outer;
  private final Token opening;
  private final Bounds bounds;
  private Level level;
  private int depth;

  OpenBracket(@Nullable OpenBracket outer, Token opening, Bounds bounds) {
    this.outer = outer;
    this.opening = opening;
    this.bounds = bounds;
    this.level = new Level(bounds);
  }

  /** What this stands in; null for the whole. */
  final @Nullable OpenBracket outer() {
    return outer;
  }

  /** The operators that wait in the expression being read. */
  final Level level() {
    return level;
  }

  /**
   * Takes an expression that is complete inside.
   *
   * @return what this makes of it; null when another expression has to follow inside
   */
  abstract @Nullable Operand take(Operand inner) throws CedarSyntaxException;

  final Tokens tokens() {
    return bounds.tokens();
  }

  /** Begins the next expression inside. */
  final void startNext() {
    level = new Level(bounds);
  }

  final void deepen(Operand part) {
    depth = Math.max(depth, part.depth());
  }

  final Span span() {
    return opening.at().to(tokens().last());
  }

  final Operand made(Expr expr) throws CedarSyntaxException {
    return new Operand(expr, bounds.above(depth), opening.at());
  }

  /** Takes a comma or the closing mark, and says whether another element follows. */
  final boolean another(Kind close, int count) throws CedarSyntaxException {
    bounds.members(count);
    if (tokens().take(Kind.COMMA)) {
      if (!tokens().take(close)) {
        startNext();
        return true;
      }
      return false;
    }
    closing(close, "an operator, `,` or ");
    return false;
  }

  final void closing(Kind close, String others) throws CedarSyntaxException {
    if (!tokens().at(close)) {
      throw Remedies.afterOperand(
          tokens(),
          "%s`%s` (for the `%s` at %s)"
              .formatted(others, close.symbol(), opening.text(), opening.at()));
    }
    tokens().next();
  }

  /** The outermost: the expression is all there is. */
  static final class Whole extends OpenBracket {
    Whole(Token first, Bounds bounds) {
      super(null, first, bounds);
    }

    @Override
    Operand take(Operand inner) {
      return inner;
    }
  }

  /** {@code ( … )}. */
  static final class Parentheses extends OpenBracket {
    Parentheses(OpenBracket outer, Token opening, Bounds bounds) {
      super(outer, opening, bounds);
    }

    @Override
    Operand take(Operand inner) throws CedarSyntaxException {
      closing(Kind.CLOSE_PARENTHESIS, "an operator or ");
      return new Operand(inner.expr(), inner.depth(), span());
    }
  }

  /** {@code [a, b]}. */
  static final class Elements extends OpenBracket {
    private final List<Expr> elements = new ArrayList<>();

    Elements(OpenBracket outer, Token opening, Bounds bounds) {
      super(outer, opening, bounds);
    }

    @Override
    @Nullable Operand take(Operand inner) throws CedarSyntaxException {
      elements.add(inner.expr());
      deepen(inner);
      return another(Kind.CLOSE_BRACKET, elements.size())
          ? null
          : made(new Expr.SetLiteral(elements, span()));
    }
  }

  /** <code>{a: x, "b c": y}</code>. */
  static final class Fields extends OpenBracket {
    private final List<Expr.Field> fields = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private String name = "";

    Fields(OpenBracket outer, Token opening, Bounds bounds) {
      super(outer, opening, bounds);
    }

    /** Reads the name of the next attribute and the colon after it. */
    void name() throws CedarSyntaxException {
      Token token = tokens().peek();
      name = Names.attribute(tokens(), "the name of an attribute");
      if (!names.add(name)) {
        throw tokens()
            .error(
                Fault.DUPLICATE,
                token,
                "the record has the attribute " + token.described() + " twice");
      }
      tokens().expect(Kind.COLON, "after the name of an attribute");
    }

    @Override
    @Nullable Operand take(Operand inner) throws CedarSyntaxException {
      fields.add(new Expr.Field(name, inner.expr()));
      deepen(inner);
      if (another(Kind.CLOSE_BRACE, fields.size())) {
        name();
        return null;
      }
      return made(new Expr.RecordLiteral(fields, span()));
    }
  }

  /** {@code f(a, b)} or {@code receiver.f(a)}. */
  static final class Arguments extends OpenBracket {
    private final Call call;
    private final List<Expr> arguments = new ArrayList<>();

    Arguments(OpenBracket outer, Token opening, Call call, Bounds bounds) {
      super(outer, opening, bounds);
      this.call = call;
    }

    @Override
    @Nullable Operand take(Operand inner) throws CedarSyntaxException {
      arguments.add(inner.expr());
      deepen(inner);
      return another(Kind.CLOSE_PARENTHESIS, arguments.size()) ? null : complete();
    }

    /** The call with the arguments read so far. */
    Operand complete() throws CedarSyntaxException {
      call.receiver().ifPresent(this::deepen);
      Span from = call.from();
      Expr expr = call.with(arguments, from.to(tokens().last()), tokens());
      return new Operand(expr, made(expr).depth(), from);
    }
  }

  /** {@code if a then b else c}; ends where {@code c} ends. */
  static final class Branches extends OpenBracket {
    private final List<Expr> parts = new ArrayList<>(3);

    Branches(OpenBracket outer, Token opening, Bounds bounds) {
      super(outer, opening, bounds);
    }

    @Override
    @Nullable Operand take(Operand inner) throws CedarSyntaxException {
      parts.add(inner.expr());
      deepen(inner);
      if (parts.size() == 3) {
        return made(new Expr.If(parts.get(0), parts.get(1), parts.get(2), span()));
      }
      String word = parts.size() == 1 ? "then" : "else";
      if (!tokens().takeWord(word)) {
        throw Remedies.afterOperand(tokens(), "an operator or `%s`".formatted(word));
      }
      startNext();
      return null;
    }
  }
}
