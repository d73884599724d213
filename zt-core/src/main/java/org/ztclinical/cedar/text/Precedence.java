package org.ztclinical.cedar.text;

import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.value.CedarLong;

/** How tightly an expression holds together when it is written: lower ones need parentheses. */
final class Precedence implements Expr.Visitor<Integer> {
  static final int WHOLE = 0;
  static final int OR = 1;
  static final int AND = 2;
  static final int RELATION = 3;
  static final int SUM = 4;
  static final int PRODUCT = 5;
  static final int UNARY = 6;
  static final int MEMBER = 7;

  private static final Precedence VISITOR = new Precedence();

  private Precedence() {}

  static int of(Expr expression) {
    return expression.accept(VISITOR);
  }

  /** A negative number begins with a minus and stands where one may. */
  @Override
  public Integer literal(Expr.Literal e) {
    return e.value() instanceof CedarLong number && number.value() < 0 ? UNARY : MEMBER;
  }

  @Override
  public Integer variable(Expr.Variable e) {
    return MEMBER;
  }

  @Override
  public Integer and(Expr.And e) {
    return AND;
  }

  @Override
  public Integer or(Expr.Or e) {
    return OR;
  }

  @Override
  public Integer not(Expr.Not e) {
    return UNARY;
  }

  @Override
  public Integer negate(Expr.Negate e) {
    return UNARY;
  }

  @Override
  public Integer ifThenElse(Expr.If e) {
    return WHOLE;
  }

  @Override
  public Integer arithmetic(Expr.Arithmetic e) {
    return e.steps().get(0).operator().isAdditive() ? SUM : PRODUCT;
  }

  @Override
  public Integer comparison(Expr.Comparison e) {
    return RELATION;
  }

  @Override
  public Integer in(Expr.In e) {
    return RELATION;
  }

  @Override
  public Integer is(Expr.Is e) {
    return RELATION;
  }

  @Override
  public Integer like(Expr.Like e) {
    return RELATION;
  }

  /** Where the path cannot be written as one, it is written as a chain of {@code &&}. */
  @Override
  public Integer has(Expr.Has e) {
    return ExpressionPrinter.isOneHas(e.path()) ? RELATION : AND;
  }

  @Override
  public Integer getAttribute(Expr.GetAttribute e) {
    return MEMBER;
  }

  @Override
  public Integer binaryCall(Expr.BinaryCall e) {
    return MEMBER;
  }

  @Override
  public Integer isEmpty(Expr.IsEmpty e) {
    return MEMBER;
  }

  @Override
  public Integer set(Expr.SetLiteral e) {
    return MEMBER;
  }

  @Override
  public Integer record(Expr.RecordLiteral e) {
    return MEMBER;
  }

  @Override
  public Integer extensionCall(Expr.ExtensionCall e) {
    return MEMBER;
  }
}
