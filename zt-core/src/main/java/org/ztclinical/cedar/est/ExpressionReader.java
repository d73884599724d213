package org.ztclinical.cedar.est;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.est.Form.Operand;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.json.JsonValue;

/** Reads expressions without recursion, no deeper and no wider than the limits. */
final class ExpressionReader {
  private final CedarLimits limits;

  ExpressionReader(CedarLimits limits) {
    this.limits = limits;
  }

  Expr read(JsonValue json, Place at) throws CedarSyntaxException {
    Deque<Pending> open = new ArrayDeque<>();
    open.push(new Pending(form(Operand.expression(json, at, 1))));
    while (true) {
      Pending innermost = open.element();
      if (innermost.isComplete()) {
        Expr expression = innermost.whole();
        open.pop();
        if (open.isEmpty()) {
          return expression;
        }
        open.element().done.add(expression);
      } else {
        open.push(new Pending(form(innermost.next())));
      }
    }
  }

  private Form form(Operand operand) throws CedarSyntaxException {
    Place at = operand.at();
    if (operand.depth() > limits.maxDepth()) {
      throw at.error(Fault.LIMIT, "expressions are nested deeper than " + limits.maxDepth());
    }
    Form form =
        operand.literal()
            ? LiteralReader.read(operand.json(), at, operand.depth())
            : FormReader.read(operand.json(), at, operand.depth());
    if (form.operands().size() > limits.maxMembers()) {
      throw at.error(
          Fault.LIMIT, "more than " + limits.maxMembers() + " elements, attributes or terms");
    }
    return form;
  }

  /** An expression of which some operands are not read yet. */
  private static final class Pending {
    private final Form form;
    private final List<Expr> done;

    Pending(Form form) {
      this.form = form;
      this.done = new ArrayList<>(form.operands().size());
    }

    boolean isComplete() {
      return done.size() == form.operands().size();
    }

    Operand next() {
      return form.operands().get(done.size());
    }

    Expr whole() {
      return form.whole().apply(done);
    }
  }
}
