package org.ztclinical.cedar.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Span;

/**
 * Reads policies and templates one after another until the text ends.
 *
 * <p>Cedar 4.5, policy grammar, {@code Policy}.
 */
final class PolicyReader {
  private final Bounds bounds;
  private final Tokens tokens;
  private final ScopeParser scope;
  private final PolicyNaming naming;
  private final Set<String> ids = new HashSet<>();
  private final List<Policy> policies = new ArrayList<>();
  private final List<Template> templates = new ArrayList<>();

  PolicyReader(Tokens tokens, PolicyNaming naming) {
    this.bounds = new Bounds(tokens);
    this.tokens = tokens;
    this.scope = new ScopeParser(bounds);
    this.naming = naming;
  }

  /** All policies and templates of the text. */
  PolicySet read() throws CedarSyntaxException {
    while (!tokens.at(Kind.END)) {
      bounds.policies(ids.size() + 1);
      policy();
    }
    return PolicySet.of(policies, templates, List.of());
  }

  private void policy() throws CedarSyntaxException {
    Token first = tokens.peek();
    Map<String, String> annotations = annotations();
    String id = naming.id(ids.size(), annotations);
    if (!ids.add(id)) {
      throw tokens.error(Fault.DUPLICATE, first, "another policy has the id `" + id + "`");
    }
    Effect effect = effect();
    tokens.expect(Kind.OPEN_PARENTHESIS, "before the scope");
    ScopeConstraint principal = scope.entity("principal", Slot.PRINCIPAL);
    tokens.expect(Kind.COMMA, "after the principal");
    ActionConstraint action = scope.action();
    tokens.expect(Kind.COMMA, "after the action");
    ScopeConstraint resource = scope.entity("resource", Slot.RESOURCE);
    tokens.take(Kind.COMMA);
    tokens.expect(Kind.CLOSE_PARENTHESIS, "after the resource");
    List<Condition> conditions = conditions();
    semicolon();
    Span at = first.at().to(tokens.last());
    if (hasSlot(principal) || hasSlot(resource)) {
      templates.add(
          new Template(id, effect, annotations, principal, action, resource, conditions, at));
    } else {
      policies.add(
          new Policy(
              id,
              effect,
              annotations,
              principal,
              action,
              resource,
              conditions,
              Optional.empty(),
              at));
    }
  }

  private static boolean hasSlot(ScopeConstraint constraint) {
    return constraint.target().filter(Slot.class::isInstance).isPresent();
  }

  private Map<String, String> annotations() throws CedarSyntaxException {
    Map<String, String> annotations = new LinkedHashMap<>();
    while (tokens.take(Kind.AT)) {
      Token key = tokens.expect(Kind.WORD, "after `@`");
      if (annotations.put(key.text(), tokens.annotationValue()) != null) {
        throw tokens.error(
            Fault.DUPLICATE, key, "the policy has the annotation @" + key.text() + " twice");
      }
      bounds.members(annotations.size());
    }
    return annotations;
  }

  private Effect effect() throws CedarSyntaxException {
    if (tokens.takeWord("permit")) {
      return Effect.PERMIT;
    }
    if (tokens.takeWord("forbid")) {
      return Effect.FORBID;
    }
    Token found = tokens.peek();
    String hint =
        switch (found.text().toLowerCase(Locale.ROOT)) {
          case "permit", "allow", "grant" -> "; write `permit`";
          case "forbid", "deny" -> "; write `forbid`";
          case "when", "unless" -> "; does the policy before end with `;` too early?";
          default -> Spelling.hint(found.text(), List.of("permit", "forbid"));
        };
    throw tokens.error(
        Fault.MALFORMED,
        found,
        "a policy begins with permit or forbid, found " + found.described() + hint);
  }

  private List<Condition> conditions() throws CedarSyntaxException {
    List<Condition> conditions = new ArrayList<>(1);
    while (true) {
      Token word = tokens.peek();
      if (tokens.takeWord("when")) {
        conditions.add(condition(Condition.Kind.WHEN, word));
      } else if (tokens.takeWord("unless")) {
        conditions.add(condition(Condition.Kind.UNLESS, word));
      } else {
        return conditions;
      }
      bounds.members(conditions.size());
    }
  }

  private Condition condition(Condition.Kind kind, Token word) throws CedarSyntaxException {
    Token open = tokens.expect(Kind.OPEN_BRACE, "after `" + word.text() + "`");
    if (tokens.at(Kind.CLOSE_BRACE)) {
      throw tokens.error(
          Fault.MALFORMED,
          tokens.peek(),
          "the condition is empty; leave `%s {}` out".formatted(word.text()));
    }
    Expr body = ExpressionParser.parse(bounds);
    if (!tokens.take(Kind.CLOSE_BRACE)) {
      throw Remedies.afterOperand(
          tokens, "an operator or `}` (for the `{` at %s)".formatted(open.at()));
    }
    return new Condition(kind, body, word.at().to(tokens.last()));
  }

  private void semicolon() throws CedarSyntaxException {
    if (tokens.take(Kind.SEMICOLON)) {
      return;
    }
    Token found = tokens.peek();
    if (found.is(Kind.OPEN_BRACE) || found.isWord("if") || found.isWord("where")) {
      throw tokens.error(
          Fault.MALFORMED, found, "a condition begins with when or unless: when { … }");
    }
    Span last = tokens.last();
    Span after =
        Span.of(last.end(), last.end(), last.line(), last.column() + last.end() - last.start());
    throw tokens.error(
        Fault.MALFORMED, after, "a policy ends with `;`, found " + found.described());
  }
}
