package org.ztclinical.cedar.est;

import java.util.ArrayList;
import java.util.List;
import org.ztclinical.cedar.ast.Expr;

/** The expressions that an expression directly consists of, in the order written. */
final class Operands implements Expr.Visitor<List<Expr>> {
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
    ArrayList<Expr> operands = new ArrayList<>(e.steps().size() + 1);
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
    return e.group().map(group -> List.of(e.entity(), group)).orElseGet(() -> List.of(e.entity()));
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
