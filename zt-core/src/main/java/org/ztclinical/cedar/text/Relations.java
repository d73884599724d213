package org.ztclinical.cedar.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/**
 * Reads the relations whose right side is not an expression: {@code has}, {@code like}, {@code is}.
 */
final class Relations {
  private final Bounds bounds;
  private final Tokens tokens;

  Relations(Bounds bounds) {
    this.bounds = bounds;
    this.tokens = bounds.tokens();
  }

  /** Whether the word is an operator that relates two operands. */
  static boolean isWord(String word) {
    return word.equals("in") || word.equals("is") || word.equals("has") || word.equals("like");
  }

  /** {@code left is Type}, which has been read. */
  Operand is(Operand left, Name type) throws CedarSyntaxException {
    Span at = left.from().to(tokens.last());
    Expr expr = new Expr.Is(left.expr(), type, Optional.empty(), at);
    return new Operand(expr, bounds.above(left.depth()), left.from());
  }

  /**
   * {@code left has a.b}, from the word on. Each further name of the path counts as a level,
   * because it says one more {@code has}.
   */
  Operand has(Operand left) throws CedarSyntaxException {
    tokens.next();
    List<String> path = new ArrayList<>(1);
    int depth = bounds.above(left.depth());
    if (tokens.at(Kind.STRING)) {
      path.add(tokens.string(tokens.next()));
    } else {
      path.add(Names.identifier(tokens, "an attribute after `has`"));
      while (tokens.take(Kind.DOT)) {
        depth = bounds.above(depth);
        path.add(Names.identifier(tokens, "an attribute after `.`"));
      }
    }
    Span at = left.from().to(tokens.last());
    return new Operand(new Expr.Has(left.expr(), path, at), depth, left.from());
  }

  /** {@code left like "pattern"}, from the word on. */
  Operand like(Operand left) throws CedarSyntaxException {
    tokens.next();
    if (!tokens.at(Kind.STRING)) {
      throw tokens.unexpected("a pattern in quotes after `like`");
    }
    Expr expr =
        new Expr.Like(left.expr(), tokens.pattern(tokens.next()), left.from().to(tokens.last()));
    return new Operand(expr, bounds.above(left.depth()), left.from());
  }
}
