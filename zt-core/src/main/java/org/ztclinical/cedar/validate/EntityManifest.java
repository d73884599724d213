package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * <p>Safe for use by many threads. What is read in a kind of request is found when first asked, and
 * remembered; it never changes.
 */
public final class EntityManifest {
  /** A schema can have more kinds of requests than fit the memory; few of them are asked. */
  private static final int MOST_KNOWN = 4_096;

  private record Entry(Clause clause, Scope scope) {}

  private final World world;
  private final List<Entry> entries;

  /** By types of principal and resource and by action: found when first asked. */
  private final Map<List<Object>, Reads> known = new ConcurrentHashMap<>();

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
      Clause clause = Clause.of(policy);
      entries.add(new Entry(clause, new Scope(world, clause)));
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
    List<Object> kind = List.of(principalType, action, resourceType);
    Reads before = known.get(kind);
    if (before != null) {
      return before;
    }
    Reads reads = find(world.environment(principalType, action, resourceType));
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.put(kind, reads);
    return reads;
  }

  private Reads find(Environment environment) {
    List<Reads> found = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.scope().admits(environment)) {
        found.add(find(entry.clause(), environment));
      }
    }
    return joined(found);
  }

  private Reads find(Clause clause, Environment environment) {
    IdentityHashMap<Expr, Type> trace = new IdentityHashMap<>();
    new Checker(
            world,
            environment,
            ValidationMode.PERMISSIVE,
            new Shapes(),
            new Problems(clause.id(), new Nearest()),
            trace)
        .check(clause.conditions());
    return new ReadCollector(trace).collect(clause);
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
}
