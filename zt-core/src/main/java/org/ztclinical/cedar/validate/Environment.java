package org.ztclinical.cedar.validate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.validate.Type.EntityOf;
import org.ztclinical.cedar.validate.Type.RecordOf;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;

/** The types of one kind of request that the schema allows: a policy is checked for each. */
record Environment(EntityOf principal, EntityUid action, EntityOf resource, RecordOf context) {
  /** The type of a variable of the request. */
  Type of(Expr.Var variable) {
    return switch (variable) {
      case PRINCIPAL -> principal;
      case ACTION -> EntityOf.of(action.type());
      case RESOURCE -> resource;
      case CONTEXT -> context;
    };
  }

  /** The value of the expression where every request of this kind has the same; else null. */
  @Nullable CedarValue constant(Expr e) {
    if (e instanceof Expr.Variable variable) {
      return variable.variable() == Expr.Var.ACTION ? action : null;
    }
    return literal(e);
  }

  /** The reference takes a chain of nothing but {@code true} and {@code false} for a literal. */
  private static @Nullable CedarValue literal(Expr e) {
    if (e instanceof Expr.Literal literal) {
      return literal.value();
    }
    if (e instanceof Expr.And and) {
      return folded(and.operands(), CedarBool.FALSE);
    }
    return e instanceof Expr.Or or ? folded(or.operands(), CedarBool.TRUE) : null;
  }

  private static @Nullable CedarValue folded(List<Expr> operands, CedarBool decisive) {
    CedarBool result = CedarBool.of(!decisive.value());
    for (Expr operand : operands) {
      if (!(literal(operand) instanceof CedarBool bool)) {
        return null;
      }
      result = bool == decisive ? decisive : result;
    }
    return result;
  }
}
