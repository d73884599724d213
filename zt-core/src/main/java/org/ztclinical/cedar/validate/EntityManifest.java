package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;

/**
 * What valid policies can read of entities, for each kind of request: so that a caller loads
 * exactly these before it asks for a decision. For requests and entities that conform to the schema
 * the decision, its reasons and its errors are the same with what the manifest names as with all
 * entities there are (Cedar RFC 74).
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class EntityManifest {
  /** One policy, and what it reads in each kind of environment that its conditions tell apart. */
  private record Entry(Scope scope, Set<Expr.Var> named, Map<List<Object>, Reads> reads) {}

  private final World world;
  private final List<Entry> entries;

  private EntityManifest(World world, List<Entry> entries) {
    this.world = world;
    this.entries = List.copyOf(entries);
  }

  /**
   * The manifest of these policies, linked ones among them.
   *
   * @throws IllegalArgumentException when the policies are not valid, at least in permissive mode
   */
  public static EntityManifest of(PolicySet policies, Schema schema) {
    ValidationResult result = Validator.of(schema).validate(policies, ValidationMode.PERMISSIVE);
    if (!result.isValid()) {
      throw new IllegalArgumentException("the policies are not valid: " + result.errors().get(0));
    }
    World world = new World(schema);
    List<Entry> entries = new ArrayList<>();
    for (Policy policy : policies.policies()) {
      entries.add(entry(world, Clause.of(policy)));
    }
    return new EntityManifest(world, entries);
  }

  /**
   * What the policies can read in requests of this kind; nothing for a kind that the schema does
   * not have.
   */
  public Reads reads(Name principalType, EntityUid action, Name resourceType) {
    boolean exists =
        world
            .schema()
            .action(action)
            .filter(definition -> definition.principals().contains(principalType))
            .filter(definition -> definition.resources().contains(resourceType))
            .isPresent();
    if (!exists) {
      return Reads.nothing();
    }
    Environment environment = world.environment(principalType, action, resourceType);
    List<Reads> found = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.scope().admits(environment)) {
        Reads reads = entry.reads().get(entry.scope().kind(environment, entry.named()));
        if (reads != null) {
          found.add(reads);
        }
      }
    }
    return joined(found);
  }

  /** Joined by pairs: one after the other, each would be copied as often as others follow. */
  private static Reads joined(List<Reads> some) {
    if (some.isEmpty()) {
      return Reads.nothing();
    }
    if (some.size() == 1) {
      return some.get(0);
    }
    int half = some.size() / 2;
    return joined(some.subList(0, half)).and(joined(some.subList(half, some.size())));
  }

  /** What the policies can read in this request. */
  public Reads reads(AuthorizationRequest request) {
    return reads(request.principal().type(), request.action(), request.resource().type());
  }

  /**
   * The part of the entities that the policies can read in this request: the attributes and tags
   * they name, and of an entity that is asked what it is in, all its ancestors as its parents.
   */
  public Entities slice(AuthorizationRequest request, Entities all) {
    return new EntitySlice(all).cut(request, reads(request));
  }

  private static Entry entry(World world, Clause clause) {
    Scope scope = new Scope(world, clause);
    Set<Expr.Var> named = Mentions.of(clause).variables();
    Shapes shapes = new Shapes();
    Map<List<Object>, Reads> reads = new HashMap<>();
    for (Environment environment : scope.environments(named, Scope.MAX_KINDS)) {
      IdentityHashMap<Expr, Type> trace = new IdentityHashMap<>();
      new Checker(
              world,
              environment,
              ValidationMode.PERMISSIVE,
              shapes,
              new Problems(clause.id(), new Nearest()),
              trace)
          .check(clause.conditions());
      reads.put(scope.kind(environment, named), new ReadCollector(trace).collect(clause));
    }
    return new Entry(scope, named, reads);
  }
}
