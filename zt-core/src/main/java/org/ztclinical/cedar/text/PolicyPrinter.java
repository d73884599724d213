package org.ztclinical.cedar.text;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.ast.TemplateLink;
import org.ztclinical.cedar.text.Layout.Mark;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Lexical;

/**
 * Writes policies in Cedar's syntax, in lines of 80 characters where that is possible.
 *
 * <p>What {@link PolicyParser} made comes out so that it reads back as the same trees. Trees built
 * by hand do too, with parentheses where their form needs them; what has no form in the language is
 * an {@link IllegalArgumentException}: a method without receiver. {@code has} with a path that
 * needs quotes is written as the chain that says the same. Ids and comments are not part of
 * policies and are not written. Trees may be of any depth. Safe for use by many threads.
 */
public final class PolicyPrinter {
  private PolicyPrinter() {}

  /**
   * All policies and templates of the set, in the order of the text they came from. Links have no
   * form in Cedar's syntax: each is told in a comment.
   */
  public static String print(PolicySet policies) {
    StringBuilder text = new StringBuilder();
    Iterator<Template> templates = policies.templates().iterator();
    Optional<Template> template = next(templates);
    for (Policy policy : policies.staticPolicies()) {
      while (template.isPresent() && template.get().at().start() < policy.at().start()) {
        separate(text).append(print(template.get()));
        template = next(templates);
      }
      separate(text).append(print(policy));
    }
    while (template.isPresent()) {
      separate(text).append(print(template.get()));
      template = next(templates);
    }
    policies.links().forEach(link -> separate(text).append(comment(link)));
    return text.toString();
  }

  private static Optional<Template> next(Iterator<Template> templates) {
    return templates.hasNext() ? Optional.of(templates.next()) : Optional.empty();
  }

  private static StringBuilder separate(StringBuilder text) {
    return text.length() == 0 ? text : text.append('\n');
  }

  private static String comment(TemplateLink link) {
    StringBuilder text = new StringBuilder("// ").append(Lexical.quote(link.newId()));
    text.append(" is linked from ").append(Lexical.quote(link.templateId()));
    for (Slot slot : Slot.values()) {
      EntityUid uid = link.values().get(slot);
      if (uid != null) {
        text.append(", ").append(slot.cedarName()).append(" = ").append(uid.toCedar());
      }
    }
    return text.append('\n').toString();
  }

  /** The policy, with a line break at its end. */
  public static String print(Policy policy) {
    return print(
        policy.annotations(),
        policy.effect(),
        List.of(
            entity("principal", policy.principal()),
            action(policy.action()),
            entity("resource", policy.resource())),
        policy.conditions());
  }

  /** The template, with a line break at its end. */
  public static String print(Template template) {
    return print(
        template.annotations(),
        template.effect(),
        List.of(
            entity("principal", template.principal()),
            action(template.action()),
            entity("resource", template.resource())),
        template.conditions());
  }

  /** The expression, without a line break at its end. */
  public static String print(Expr expression) {
    Layout layout = new Layout();
    ExpressionPrinter.print(expression, layout);
    return layout.render();
  }

  private static String print(
      Map<String, String> annotations,
      Effect effect,
      List<String> scope,
      List<Condition> conditions) {
    StringBuilder text = new StringBuilder();
    annotations.forEach((key, value) -> text.append(annotation(key, value)).append('\n'));
    text.append(scope(effect, scope));
    conditions.forEach(condition -> text.append('\n').append(condition(condition)));
    return text.append(";\n").toString();
  }

  private static String annotation(String key, String value) {
    return value.isEmpty() ? "@" + key : "@" + key + "(" + Lexical.quote(value) + ")";
  }

  private static String scope(Effect effect, List<String> scope) {
    Layout layout = new Layout();
    layout.add(effect.cedarName() + " (");
    layout.add(Mark.OPEN);
    layout.add(Mark.SOFT);
    layout.add(scope.get(0) + ",");
    layout.add(Mark.LINE);
    layout.add(scope.get(1) + ",");
    layout.add(Mark.LINE);
    layout.add(scope.get(2));
    layout.add(Mark.LAST_SOFT);
    layout.add(Mark.CLOSE);
    layout.add(")");
    return layout.render();
  }

  private static String condition(Condition condition) {
    Layout layout = new Layout();
    layout.add(condition.kind().cedarName() + " {");
    layout.add(Mark.OPEN);
    layout.add(Mark.LINE);
    ExpressionPrinter.print(condition.body(), layout);
    layout.add(Mark.LAST_LINE);
    layout.add(Mark.CLOSE);
    layout.add("}");
    return layout.render();
  }

  private static String entity(String variable, ScopeConstraint constraint) {
    String target = constraint.target().map(PolicyPrinter::target).orElse("");
    if (constraint instanceof ScopeConstraint.Equal) {
      return variable + " == " + target;
    }
    if (constraint instanceof ScopeConstraint.In) {
      return variable + " in " + target;
    }
    if (constraint instanceof ScopeConstraint.Is is) {
      return variable + " is " + is.type();
    }
    return constraint instanceof ScopeConstraint.IsIn isIn
        ? variable + " is " + isIn.type() + " in " + target
        : variable;
  }

  private static String target(ScopeConstraint.Target target) {
    return target instanceof ScopeConstraint.Uid uid
        ? uid.uid().toCedar()
        : ((Slot) target).cedarName();
  }

  private static String action(ActionConstraint constraint) {
    if (constraint instanceof ActionConstraint.Equal equal) {
      return "action == " + equal.uid().toCedar();
    }
    if (constraint instanceof ActionConstraint.In in) {
      List<String> uids = in.uids().stream().map(EntityUid::toCedar).toList();
      return "action in " + (uids.size() == 1 ? uids.get(0) : "[" + String.join(", ", uids) + "]");
    }
    return "action";
  }
}
