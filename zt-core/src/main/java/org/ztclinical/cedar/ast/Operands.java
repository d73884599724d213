package org.ztclinical.cedar.ast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The expressions directly inside an expression, and what follows from them without recursion: a
 * tree built by hand may be of any depth.
 */
public final class Operands implements Expr.Visitor<List<Expr>> {
  private static final Operands OF = new Operands();

  private Operands() {}

  /** The operands, in the order written. */
  public static List<Expr> of(Expr expression) {
    return expression.accept(OF);
  }

  /** The expression and all that stand inside it, in no order. */
  public static List<Expr> allWithin(Expr expression) {
    List<Expr> all = new ArrayList<>(List.of(expression));
    for (int i = 0; i < all.size(); i++) {
      all.addAll(of(all.get(i)));
    }
    return all;
  }

  /** Whether more than this many expressions stand inside each other. */
  public static boolean isDeeper(Expr expression, int limit) {
    Deque<Expr> open = new ArrayDeque<>(List.of(expression));
    Deque<Integer> depths = new ArrayDeque<>(List.of(1));
    while (!open.isEmpty()) {
      int depth = depths.pop();
      if (depth > limit) {
        return true;
      }
      for (Expr child : of(open.pop())) {
        open.push(child);
        depths.push(depth + 1);
      }
    }
    return false;
  }

  @Override
  public List<Expr> literal(Expr.Literal e) {
    return List.of();
  }

  @Override
  public List<Expr> variable(Expr.Variable e) {
    return List.of();
  }

  @Override
  public List<Expr> and(Expr.And e) {
    return e.operands();
  }

  @Override
  public List<Expr> or(Expr.Or e) {
    return e.operands();
  }

  @Override
  public List<Expr> not(Expr.Not e) {
    return List.of(e.operand());
  }

  @Override
  public List<Expr> negate(Expr.Negate e) {
    return List.of(e.operand());
  }

  @Override
  public List<Expr> ifThenElse(Expr.If e) {
    return List.of(e.condition(), e.consequence(), e.alternative());
  }

  @Override
  public List<Expr> arithmetic(Expr.Arithmetic e) {
    List<Expr> operands = new ArrayList<>(e.steps().size() + 1);
    operands.add(e.first());
    e.steps().forEach(step -> operands.add(step.operand()));
    return operands;
  }

  @Override
  public List<Expr> comparison(Expr.Comparison e) {
    return List.of(e.left(), e.right());
  }

  @Override
  public List<Expr> in(Expr.In e) {
    return List.of(e.entity(), e.group());
  }

  @Override
  public List<Expr> is(Expr.Is e) {
    return e.group().map(group -> List.of(e.entity(), group)).orElse(List.of(e.entity()));
  }

  @Override
  public List<Expr> like(Expr.Like e) {
    return List.of(e.text());
  }

  @Override
  public List<Expr> has(Expr.Has e) {
    return List.of(e.object());
  }

  @Override
  public List<Expr> getAttribute(Expr.GetAttribute e) {
    return List.of(e.object());
  }

  @Override
  public List<Expr> binaryCall(Expr.BinaryCall e) {
    return List.of(e.receiver(), e.argument());
  }

  @Override
  public List<Expr> isEmpty(Expr.IsEmpty e) {
    return List.of(e.set());
  }

  @Override
  public List<Expr> set(Expr.SetLiteral e) {
    return e.elements();
  }

  @Override
  public List<Expr> record(Expr.RecordLiteral e) {
    return e.fields().stream().map(Expr.Field::value).toList();
  }

  @Override
  public List<Expr> extensionCall(Expr.ExtensionCall e) {
    return e.arguments();
  }
}
