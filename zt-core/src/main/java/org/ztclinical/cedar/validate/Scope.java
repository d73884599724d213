package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.schema.ActionDefinition;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/** The environments that a policy's scope admits. An open slot admits what a link could put in. */
final class Scope {
  /** A thousand types of principals and as many of resources make a million kinds of requests. */
  static final int MAX_KINDS = 250_000;

  /** So many combinations are looked at, of which many may be of one kind. */
  private static final int MAX_LOOKS = 20 * MAX_KINDS;

  private final World world;
  private final Clause clause;

  /** The actions of the scope where it lists some, which can be as many as the schema has. */
  private final Set<EntityUid> listed;

  Scope(World world, Clause clause) {
    this.world = world;
    this.clause = clause;
    this.listed =
        clause.action() instanceof ActionConstraint.In in ? new HashSet<>(in.uids()) : Set.of();
  }

  /**
   * One environment of each kind that the conditions could tell apart: conditions that do not name
   * the resource mean the same for every type of resource. Empty when the scope admits none at all;
   * more than {@code most} when there are more than can be looked at.
   */
  List<Environment> environments(Set<Expr.Var> named, int most) {
    List<Environment> environments = new ArrayList<>();
    Set<List<Object>> kinds = new HashSet<>();
    int looks = 0;
    for (ActionDefinition action : world.schema().actions().values()) {
      if (!admitsAction(action.uid())) {
        continue;
      }
      List<Name> principals = admitted(clause.principal(), action.principals());
      List<Name> resources = admitted(clause.resource(), action.resources());
      for (Name principal : representative(principals, named.contains(Expr.Var.PRINCIPAL))) {
        for (Name resource : representative(resources, named.contains(Expr.Var.RESOURCE))) {
          Environment environment = world.environment(principal, action.uid(), resource);
          if (kinds.add(kind(environment, named))) {
            environments.add(environment);
          }
          if (environments.size() > most || looks++ > MAX_LOOKS) {
            return Collections.nCopies(most + 1, environment);
          }
        }
      }
    }
    return environments;
  }

  /** Whether requests of this kind may satisfy the scope. */
  boolean admits(Environment environment) {
    return admitsAction(environment.action())
        && environment.principal().types().stream().allMatch(t -> admits(clause.principal(), t))
        && environment.resource().types().stream().allMatch(t -> admits(clause.resource(), t));
  }

  private boolean admitsAction(EntityUid action) {
    if (clause.action() instanceof ActionConstraint.Equal equal) {
      return equal.uid().equals(action);
    }
    if (clause.action() instanceof ActionConstraint.In) {
      return listed.contains(action) || World.isAnyIn(world.schema().actionGroups(action), listed);
    }
    return true;
  }

  private List<Name> admitted(ScopeConstraint constraint, Set<Name> types) {
    return types.stream().filter(type -> admits(constraint, type)).toList();
  }

  private boolean admits(ScopeConstraint constraint, Name type) {
    if (constraint instanceof ScopeConstraint.Equal equal) {
      return !(equal.entity() instanceof ScopeConstraint.Uid target)
          || target.uid().type().equals(type);
    }
    if (constraint instanceof ScopeConstraint.Is is) {
      return is.type().equals(type);
    }
    if (constraint instanceof ScopeConstraint.IsIn is && !is.type().equals(type)) {
      return false;
    }
    return !(constraint.target().orElse(null) instanceof ScopeConstraint.Uid target)
        || world.schema().canBeIn(type, target.uid().type());
  }

  /** All of them, or the first where they make no difference. */
  private static List<Name> representative(List<Name> types, boolean named) {
    return named || types.isEmpty() ? types : types.subList(0, 1);
  }

  /** What conditions that name these variables see of the environment. */
  List<Object> kind(Environment environment, Set<Expr.Var> named) {
    return List.of(
        named.contains(Expr.Var.PRINCIPAL) ? environment.principal() : "",
        named.contains(Expr.Var.ACTION) ? environment.action() : "",
        named.contains(Expr.Var.RESOURCE) ? environment.resource() : "",
        named.contains(Expr.Var.CONTEXT) ? world.contextNumber(environment.action()) : "");
  }
}
