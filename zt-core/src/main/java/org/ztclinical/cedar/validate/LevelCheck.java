package org.ztclinical.cedar.validate;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Operands;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.validate.Finding.Kind;
import org.ztclinical.cedar.validate.Type.Basic;
import org.ztclinical.cedar.validate.Type.EntityOf;
import org.ztclinical.cedar.validate.Type.Field;
import org.ztclinical.cedar.validate.Type.RecordOf;
import org.ztclinical.cedar.value.Span;

/**
 * Reports where a policy follows entities further than a level (Cedar 4.5, level validation).
 * Following is to read an attribute or a tag, to test for one, and to ask what an entity is in. An
 * entity that stands in the policy itself cannot be followed, because a caller who loads entities
 * from the request outwards never meets it. Looks only at expressions that the checker reached.
 */
final class LevelCheck implements Expr.Visitor<LevelCheck.Reach> {
  /** How far from the request the entities of a value are; of a record attribute by attribute. */
  record Reach(int level, Map<String, Reach> fields) {
    private static final int BEYOND = 1_000_000;
    private static final Reach NOWHERE = new Reach(BEYOND, Map.of());
    private static final Reach REQUEST = new Reach(0, Map.of());

    Reach attribute(String name) {
      return fields.isEmpty() ? this : fields.getOrDefault(name, NOWHERE);
    }

    static Reach join(Reach one, Reach other) {
      if (one.fields.isEmpty() && other.fields.isEmpty()) {
        return one.level >= other.level ? one : other;
      }
      TreeSet<String> names = new TreeSet<>(one.fields.keySet());
      names.addAll(other.fields.keySet());
      Map<String, Reach> joined = new HashMap<>();
      names.forEach(name -> joined.put(name, join(one.attribute(name), other.attribute(name))));
      return new Reach(Math.max(one.level, other.level), joined);
    }
  }

  private final World world;
  private final Lattice lattice;
  private final Environment environment;
  private final IdentityHashMap<Expr, Type> trace;
  private final int maxLevel;
  private final Problems problems;

  LevelCheck(
      World world,
      ValidationMode mode,
      Environment environment,
      IdentityHashMap<Expr, Type> trace,
      int maxLevel,
      Problems problems) {
    this.world = world;
    this.lattice = new Lattice(mode);
    this.environment = environment;
    this.trace = trace;
    this.maxLevel = maxLevel;
    this.problems = problems;
  }

  void check(Clause clause) {
    if (isIn(clause.principal()) || isIn(clause.resource())) {
      follow(Reach.REQUEST, clause.at());
    }
    if (clause.action() instanceof ActionConstraint.In) {
      follow(Reach.REQUEST, clause.at());
    }
    for (Condition condition : clause.conditions()) {
      reach(condition.body());
    }
  }

  private static boolean isIn(ScopeConstraint constraint) {
    return constraint instanceof ScopeConstraint.In || constraint instanceof ScopeConstraint.IsIn;
  }

  private Reach reach(Expr e) {
    return trace.containsKey(e) ? e.accept(this) : Reach.REQUEST;
  }

  /** Looks into the entity; what it leads to is one level further. */
  private Reach follow(Reach entity, Span at) {
    if (entity.level() >= Reach.BEYOND) {
      problems.report(
          Kind.LEVEL,
          at,
          "an entity that stands in the policy cannot be followed at any level;"
              + " begin with principal, action, resource or context");
    } else if (entity.level() >= maxLevel) {
      problems.report(
          Kind.LEVEL,
          at,
          "this follows entities to level "
              + (entity.level() + 1)
              + ", and "
              + maxLevel
              + " is allowed; put the fact into the context or nearer to the request");
    }
    return new Reach(Math.min(entity.level() + 1, Reach.BEYOND), Map.of());
  }

  @Override
  public Reach literal(Expr.Literal e) {
    return environment.action().equals(e.value()) ? Reach.REQUEST : Reach.NOWHERE;
  }

  @Override
  public Reach variable(Expr.Variable e) {
    return Reach.REQUEST;
  }

  @Override
  public Reach ifThenElse(Expr.If e) {
    reach(e.condition());
    if (!trace.containsKey(e.alternative())) {
      return reach(e.consequence());
    }
    return trace.containsKey(e.consequence())
        ? Reach.join(reach(e.consequence()), reach(e.alternative()))
        : reach(e.alternative());
  }

  @Override
  public Reach getAttribute(Expr.GetAttribute e) {
    Reach object = reach(e.object());
    return trace.get(e.object()) instanceof EntityOf
        ? follow(object, e.at())
        : object.attribute(e.attribute());
  }

  @Override
  public Reach has(Expr.Has e) {
    Reach reach = reach(e.object());
    Type type = trace.getOrDefault(e.object(), Basic.FAILED);
    for (String attribute : e.path()) {
      if (!(type instanceof EntityOf || type instanceof RecordOf)) {
        break;
      }
      reach = type instanceof EntityOf ? follow(reach, e.at()) : reach.attribute(attribute);
      Field field = world.field(type, attribute, lattice);
      type = field == null ? Basic.FAILED : field.type();
    }
    return Reach.NOWHERE;
  }

  @Override
  public Reach binaryCall(Expr.BinaryCall e) {
    Reach receiver = reach(e.receiver());
    reach(e.argument());
    return switch (e.method()) {
      case HAS_TAG, GET_TAG -> follow(receiver, e.at());
      case CONTAINS, CONTAINS_ALL, CONTAINS_ANY -> Reach.NOWHERE;
    };
  }

  @Override
  public Reach in(Expr.In e) {
    Reach entity = reach(e.entity());
    reach(e.group());
    return follow(entity, e.at());
  }

  @Override
  public Reach is(Expr.Is e) {
    Reach entity = reach(e.entity());
    if (e.group().filter(trace::containsKey).isPresent()) {
      reach(e.group().orElseThrow());
      follow(entity, e.at());
    }
    return Reach.NOWHERE;
  }

  @Override
  public Reach record(Expr.RecordLiteral e) {
    Map<String, Reach> fields = new HashMap<>();
    e.fields().forEach(field -> fields.put(field.name(), reach(field.value())));
    return new Reach(Reach.BEYOND, fields);
  }

  @Override
  public Reach and(Expr.And e) {
    return parts(e);
  }

  @Override
  public Reach or(Expr.Or e) {
    return parts(e);
  }

  @Override
  public Reach not(Expr.Not e) {
    return parts(e);
  }

  @Override
  public Reach negate(Expr.Negate e) {
    return parts(e);
  }

  @Override
  public Reach arithmetic(Expr.Arithmetic e) {
    return parts(e);
  }

  @Override
  public Reach comparison(Expr.Comparison e) {
    return parts(e);
  }

  @Override
  public Reach like(Expr.Like e) {
    return parts(e);
  }

  @Override
  public Reach isEmpty(Expr.IsEmpty e) {
    return parts(e);
  }

  @Override
  public Reach set(Expr.SetLiteral e) {
    return parts(e);
  }

  @Override
  public Reach extensionCall(Expr.ExtensionCall e) {
    return parts(e);
  }

  private Reach parts(Expr e) {
    for (Expr part : Operands.of(e)) {
      reach(part);
    }
    return Reach.NOWHERE;
  }
}
