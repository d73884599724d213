package org.ztclinical.cedar.text;

import java.util.ArrayList;
import java.util.List;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.ast.Slot;
import org.ztclinical.cedar.text.Token.Kind;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * Reads the three parts of a policy's scope, in the order principal, action, resource.
 *
 * <p>Cedar 4.5, policy grammar, {@code Scope}.
 */
final class ScopeParser {
  private static final String ORDER =
      "the scope names principal, action and resource, in this order";

  private final Bounds bounds;
  private final Tokens tokens;

  ScopeParser(Bounds bounds) {
    this.bounds = bounds;
    this.tokens = bounds.tokens();
  }

  /** {@code principal …} or {@code resource …}, with the slot that may stand there. */
  ScopeConstraint entity(String variable, Slot slot) throws CedarSyntaxException {
    variable(variable);
    if (tokens.take(Kind.EQUAL)) {
      return new ScopeConstraint.Equal(target(slot));
    }
    if (tokens.takeWord("in")) {
      return new ScopeConstraint.In(target(slot));
    }
    if (tokens.takeWord("is")) {
      return is(slot);
    }
    requireEnd(variable);
    return new ScopeConstraint.Any();
  }

  private ScopeConstraint is(Slot slot) throws CedarSyntaxException {
    Name type = Names.type(tokens, "an entity type, without quotes, after `is`");
    if (tokens.takeWord("in")) {
      return new ScopeConstraint.IsIn(type, target(slot));
    }
    if (tokens.at(Kind.EQUAL)) {
      throw tokens.error(
          Fault.MALFORMED,
          tokens.peek(),
          "`is` goes with `in`; with `==` it says nothing more: leave `is` out");
    }
    requireEnd(slot.cedarName().substring(1));
    return new ScopeConstraint.Is(type);
  }

  private ScopeConstraint.Target target(Slot slot) throws CedarSyntaxException {
    if (tokens.at(Kind.QUESTION)) {
      return slot(slot);
    }
    if (tokens.at(Kind.OPEN_BRACKET)) {
      throw tokens.error(
          Fault.NOT_ALLOWED,
          tokens.peek(),
          "only `action in` takes a list; put the others into a condition: when { principal in […] }");
    }
    return new ScopeConstraint.Uid(Names.uid(tokens, "an entity or " + slot.cedarName()));
  }

  private Slot slot(Slot allowed) throws CedarSyntaxException {
    Token question = tokens.next();
    Token word = tokens.peek();
    boolean adjacent = word.is(Kind.WORD) && word.at().start() == question.at().end();
    if (!adjacent || !word.text().equals(allowed.cedarName().substring(1))) {
      throw tokens.error(
          Fault.NOT_ALLOWED, question, "only the slot " + allowed.cedarName() + " can stand here");
    }
    tokens.next();
    return allowed;
  }

  /** {@code action …}. */
  ActionConstraint action() throws CedarSyntaxException {
    variable("action");
    if (tokens.take(Kind.EQUAL)) {
      return new ActionConstraint.Equal(actionUid());
    }
    if (tokens.takeWord("in")) {
      return new ActionConstraint.In(
          tokens.take(Kind.OPEN_BRACKET) ? list() : List.of(actionUid()));
    }
    if (tokens.atWord("is")) {
      throw tokens.error(
          Fault.NOT_ALLOWED, tokens.peek(), "the action of a scope takes == or in, not `is`");
    }
    requireEnd("action");
    return new ActionConstraint.Any();
  }

  private List<EntityUid> list() throws CedarSyntaxException {
    List<EntityUid> uids = new ArrayList<>();
    while (!tokens.take(Kind.CLOSE_BRACKET)) {
      uids.add(actionUid());
      bounds.members(uids.size());
      if (!tokens.take(Kind.COMMA)) {
        tokens.expect(Kind.CLOSE_BRACKET, "or `,` in the list of actions");
        break;
      }
    }
    return uids;
  }

  private EntityUid actionUid() throws CedarSyntaxException {
    Token first = tokens.peek();
    if (first.is(Kind.QUESTION)) {
      throw tokens.error(Fault.NOT_ALLOWED, first, "there is no slot for the action");
    }
    EntityUid uid = Names.uid(tokens, "an action, as Action::\"read\"");
    if (!uid.type().basename().equals("Action")) {
      throw tokens.error(
          Fault.NOT_ALLOWED,
          first,
          "an action is of the type Action, with or without a namespace: Action::\"…\"");
    }
    return uid;
  }

  private void variable(String wanted) throws CedarSyntaxException {
    if (!tokens.takeWord(wanted)) {
      Token found = tokens.peek();
      throw tokens.error(
          Fault.MALFORMED,
          found,
          "expected `%s`, found %s; %s".formatted(wanted, found.described(), ORDER));
    }
  }

  private void requireEnd(String variable) throws CedarSyntaxException {
    Token token = tokens.peek();
    if (token.is(Kind.COMMA) || token.is(Kind.CLOSE_PARENTHESIS)) {
      return;
    }
    if (token.is(Kind.COLON)) {
      throw tokens.error(Fault.MALFORMED, token, "write `" + variable + " is Type`");
    }
    if (token.is(Kind.ASSIGN)) {
      throw Remedies.afterOperand(tokens, "");
    }
    throw tokens.error(
        Fault.MALFORMED,
        token,
        "in the scope `%s` takes %s; everything else goes into a condition"
            .formatted(variable, variable.equals("action") ? "== or in" : "==, in or is"));
  }
}
