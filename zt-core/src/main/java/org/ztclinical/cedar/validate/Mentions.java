package org.ztclinical.cedar.validate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Operands;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.value.CedarString;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/**
 * What a policy names, reachable or not, each with the place of its first mention. Gathered without
 * recursion, so that it can also say how deep a policy is before anyone recurses over it.
 */
final class Mentions {
  private record Open(Expr e, int depth) {}

  private final Map<Name, Span> types = new LinkedHashMap<>();
  private final Map<EntityUid, Span> entities = new LinkedHashMap<>();
  private final Map<String, Span> texts = new LinkedHashMap<>();
  private final Set<Expr.Var> variables = EnumSet.noneOf(Expr.Var.class);
  private int depth;
  private int size = 1;

  private Mentions() {}

  static Mentions of(Clause clause) {
    Mentions mentions = new Mentions();
    mentions.scope(clause.principal(), clause.at());
    mentions.scope(clause.action(), clause.at());
    mentions.scope(clause.resource(), clause.at());
    for (Condition condition : clause.conditions()) {
      mentions.walk(condition.body());
    }
    return mentions;
  }

  /** The entity types, of tests and of entities. */
  Map<Name, Span> types() {
    return types;
  }

  Map<EntityUid, Span> entities() {
    return entities;
  }

  /** Strings, ids and the names of attributes. */
  Map<String, Span> texts() {
    return texts;
  }

  /** The variables that the conditions name. */
  Set<Expr.Var> variables() {
    return variables;
  }

  /** How many levels the deepest condition has. */
  int depth() {
    return depth;
  }

  /** How many expressions there are; 1 where there are none. */
  int size() {
    return size;
  }

  private void scope(ScopeConstraint constraint, Span at) {
    if (constraint instanceof ScopeConstraint.Is is) {
      types.putIfAbsent(is.type(), at);
    } else if (constraint instanceof ScopeConstraint.IsIn is) {
      types.putIfAbsent(is.type(), at);
    }
    if (constraint.target().orElse(null) instanceof ScopeConstraint.Uid target) {
      entity(target.uid(), at);
    }
  }

  private void scope(ActionConstraint constraint, Span at) {
    if (constraint instanceof ActionConstraint.Equal equal) {
      entity(equal.uid(), at);
    } else if (constraint instanceof ActionConstraint.In in) {
      in.uids().forEach(uid -> entity(uid, at));
    }
  }

  private void walk(Expr body) {
    Deque<Open> open = new ArrayDeque<>();
    open.add(new Open(body, 1));
    while (!open.isEmpty()) {
      Open next = open.remove();
      size++;
      depth = Math.max(depth, next.depth() + namesAfterFirst(next.e()));
      add(next.e());
      for (Expr part : Operands.of(next.e())) {
        open.add(new Open(part, next.depth() + 1));
      }
    }
  }

  /** {@code x has a.b} stands for something one level deeper than {@code x has a}. */
  private static int namesAfterFirst(Expr e) {
    return e instanceof Expr.Has has ? has.path().size() - 1 : 0;
  }

  private void add(Expr e) {
    if (e instanceof Expr.Variable variable) {
      variables.add(variable.variable());
    } else if (e instanceof Expr.Literal literal) {
      if (literal.value() instanceof EntityUid uid) {
        entity(uid, e.at());
        // An action's id is the action of some requests and not of others.
        if (Schema.isActionType(uid.type())) {
          variables.add(Expr.Var.ACTION);
        }
      } else if (literal.value() instanceof CedarString string) {
        texts.putIfAbsent(string.value(), e.at());
      }
    } else if (e instanceof Expr.Is is) {
      types.putIfAbsent(is.type(), e.at());
    } else if (e instanceof Expr.Like like) {
      like.pattern().pieces().forEach(piece -> texts.putIfAbsent(piece, e.at()));
    } else if (e instanceof Expr.Has has) {
      has.path().forEach(name -> texts.putIfAbsent(name, e.at()));
    } else if (e instanceof Expr.GetAttribute get) {
      texts.putIfAbsent(get.attribute(), e.at());
    } else if (e instanceof Expr.RecordLiteral record) {
      record.fields().forEach(field -> texts.putIfAbsent(field.name(), e.at()));
    }
  }

  private void entity(EntityUid uid, Span at) {
    types.putIfAbsent(uid.type(), at);
    entities.putIfAbsent(uid, at);
    texts.putIfAbsent(uid.id(), at);
  }
}
