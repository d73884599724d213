package org.ztclinical.cedar.text;

import java.util.List;
import org.ztclinical.cedar.ast.Expr;

/** How many levels a tree has, by plain recursion: what the evaluators' recursion will need. */
final class DepthOf implements Expr.Visitor<Integer> {
  private int above(List<Expr> children) {
    return 1 + children.stream().mapToInt(child -> child.accept(this)).max().orElse(0);
  }

  @Override
  public Integer literal(Expr.Literal e) {
    return 1;
  }

  @Override
  public Integer variable(Expr.Variable e) {
    return 1;
  }

  @Override
  public Integer and(Expr.And e) {
    return above(e.operands());
  }

  @Override
  public Integer or(Expr.Or e) {
    return above(e.operands());
  }

  @Override
  public Integer not(Expr.Not e) {
    return above(List.of(e.operand()));
  }

  @Override
  public Integer negate(Expr.Negate e) {
    return above(List.of(e.operand()));
  }

  @Override
  public Integer ifThenElse(Expr.If e) {
    return above(List.of(e.condition(), e.consequence(), e.alternative()));
  }

  @Override
  public Integer arithmetic(Expr.Arithmetic e) {
    return Math.max(
        above(List.of(e.first())), above(e.steps().stream().map(Expr.Step::operand).toList()));
  }

  @Override
  public Integer comparison(Expr.Comparison e) {
    return above(List.of(e.left(), e.right()));
  }

  @Override
  public Integer in(Expr.In e) {
    return above(List.of(e.entity(), e.group()));
  }

  @Override
  public Integer is(Expr.Is e) {
    return Math.max(above(List.of(e.entity())), above(e.group().stream().toList()));
  }

  @Override
  public Integer like(Expr.Like e) {
    return above(List.of(e.text()));
  }

  @Override
  public Integer has(Expr.Has e) {
    return above(List.of(e.object())) + e.path().size() - 1;
  }

  @Override
  public Integer getAttribute(Expr.GetAttribute e) {
    return above(List.of(e.object()));
  }

  @Override
  public Integer binaryCall(Expr.BinaryCall e) {
    return above(List.of(e.receiver(), e.argument()));
  }

  @Override
  public Integer isEmpty(Expr.IsEmpty e) {
    return above(List.of(e.set()));
  }

  @Override
  public Integer set(Expr.SetLiteral e) {
    return above(e.elements());
  }

  @Override
  public Integer record(Expr.RecordLiteral e) {
    return above(e.fields().stream().map(Expr.Field::value).toList());
  }

  @Override
  public Integer extensionCall(Expr.ExtensionCall e) {
    return above(e.arguments());
  }
}
