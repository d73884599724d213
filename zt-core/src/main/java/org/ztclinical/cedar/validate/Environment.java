package org.ztclinical.cedar.validate;

import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.validate.Type.EntityOf;
import org.ztclinical.cedar.validate.Type.RecordOf;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/** The types of one kind of request that the schema allows: a policy is checked for each. */
record Environment(Name principal, EntityUid action, Name resource, RecordOf context) {
  /** The type of a variable of the request. */
  Type of(Expr.Var variable) {
    return switch (variable) {
      case PRINCIPAL -> EntityOf.of(principal);
      case ACTION -> EntityOf.of(action.type());
      case RESOURCE -> EntityOf.of(resource);
      case CONTEXT -> context;
    };
  }

  /** The value of the expression where every request of this kind has the same; else null. */
  @Nullable CedarValue constant(Expr e) {
    if (e instanceof Expr.Literal literal) {
      return literal.value();
    }
    return e instanceof Expr.Variable variable && variable.variable() == Expr.Var.ACTION
        ? action
        : null;
  }
}
