package org.ztclinical.cedar.validate;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.validate.Finding.Kind;
import org.ztclinical.cedar.validate.Type.Basic;
import org.ztclinical.cedar.validate.Type.EntityOf;
import org.ztclinical.cedar.validate.Type.RecordOf;
import org.ztclinical.cedar.validate.Type.SetOf;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarValue;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/** What the operators take and what they give. An operand that does not fit is reported once. */
final class Operands {
  private final World world;
  private final Environment environment;
  private final boolean strict;
  private final Lattice lattice;
  private final Problems problems;

  Operands(
      World world,
      Environment environment,
      ValidationMode mode,
      Lattice lattice,
      Problems problems) {
    this.world = world;
    this.environment = environment;
    this.strict = mode == ValidationMode.STRICT;
    this.lattice = lattice;
    this.problems = problems;
  }

  void report(Kind kind, Span at, String sentence) {
    problems.report(kind, at, sentence);
  }

  String remedy(String written, Stream<String> known, String otherwise) {
    return problems.remedy(written, known, otherwise);
  }

  Environment environment() {
    return environment;
  }

  Type literal(CedarValue value) {
    if (value instanceof CedarBool bool) {
      return Basic.bool(bool.value());
    }
    return value instanceof EntityUid uid ? world.literal(uid) : Basic.of(value.kind());
  }

  Type bool(Type type, Expr e, String operator) {
    return expect(type, type instanceof Basic basic && basic.isBool(), e, operator, "Bool");
  }

  Type number(Type type, Expr e, String operator) {
    return expect(type, type == Basic.LONG, e, operator, "Long");
  }

  Type string(Type type, Expr e, String operator) {
    return expect(type, type == Basic.STRING, e, operator, "String");
  }

  Type set(Type type, Expr e, String operator) {
    return expect(type, type instanceof SetOf, e, operator, "a set");
  }

  Type entity(Type type, Expr e, String operator) {
    return expect(type, type instanceof EntityOf, e, operator, "an entity");
  }

  Type entityOrRecord(Type type, Expr e, String operator) {
    boolean fits = type instanceof EntityOf || type instanceof RecordOf;
    return expect(type, fits, e, operator, "an entity or a record");
  }

  /** The type of either; reports when nothing is of both types. */
  Type join(Type left, Type right, Span at, String what) {
    Type joined = lattice.join(left, right);
    if (joined != null) {
      return joined;
    }
    report(
        Kind.INCOMPATIBLE_TYPES,
        at,
        what + " must be of one type, and these are " + left + " and " + right);
    return Basic.FAILED;
  }

  /** The type of any of these. */
  Type joinAll(List<Expr> elements, List<Type> types) {
    if (types.isEmpty()) {
      return Basic.NEVER;
    }
    if (types.size() == 1) {
      return types.get(0);
    }
    // By halves: one after the other, entities of n types would make n unions of up to n types.
    int half = types.size() / 2;
    int size = types.size();
    return join(
        joinAll(elements.subList(0, half), types.subList(0, half)),
        joinAll(elements.subList(half, size), types.subList(half, size)),
        elements.get(half).at(),
        "the elements of a set");
  }

  /** {@code ==}: in strict mode only of values that could be equal. */
  Type equal(Expr.Comparison e, Type left, Type right) {
    if (left == Basic.FAILED || right == Basic.FAILED) {
      return Basic.FAILED;
    }
    if (areDisjoint(left, right)) {
      return Basic.FALSE;
    }
    CedarValue one = environment.constant(e.left());
    CedarValue other = environment.constant(e.right());
    if (one != null && other != null) {
      return Basic.bool(one.equals(other));
    }
    if (strict && lattice.join(left, right) == null) {
      report(
          Kind.INCOMPATIBLE_TYPES,
          e.at(),
          left + " and " + right + " are never equal; compare values of one type");
      return Basic.FAILED;
    }
    return Basic.BOOL;
  }

  /** {@code <} and its like: Long, datetime or duration, the same on both sides. */
  Type ordered(Expr.Comparison e, Type left, Type right) {
    String wanted = "Long, datetime or duration";
    String operator = e.operator().symbol();
    Type one = expect(left, isOrdered(left), e.left(), operator, wanted);
    Type other = expect(right, isOrdered(right), e.right(), operator, wanted);
    if (one == Basic.FAILED || other == Basic.FAILED) {
      return Basic.FAILED;
    }
    return one == other
        ? Basic.BOOL
        : expect(other, false, e.right(), operator, one + " on both sides");
  }

  Type is(Expr.Is e, Type type) {
    if (!(entity(type, e.entity(), "is") instanceof EntityOf entity)) {
      return Basic.FAILED;
    }
    if (!entity.types().contains(e.type())) {
      return Basic.FALSE;
    }
    return entity.types().size() == 1 ? Basic.TRUE : Basic.BOOL;
  }

  /** {@code in}: false where the schema lets no such entity be in such a group. */
  Type in(Expr left, Type entity, Expr right, Type group) {
    boolean isGroup =
        group instanceof EntityOf
            || (group instanceof SetOf set && isEntityOrNothing(set.element()));
    Type one = entity(entity, left, "in");
    Type other = expect(group, isGroup, right, "in", "an entity or a set of entities on its right");
    if (one == Basic.FAILED || other == Basic.FAILED || elementOf(other) == Basic.FAILED) {
      return Basic.FAILED;
    }
    if (environment.constant(left) instanceof EntityUid uid
        && world.schema().action(uid).isPresent()) {
      List<EntityUid> groups = constants(right);
      if (groups != null) {
        Set<EntityUid> above = world.schema().actionGroups(uid);
        return Basic.bool(groups.stream().anyMatch(g -> g.equals(uid) || above.contains(g)));
      }
    }
    // Nothing is in the empty set; that it is false is left to whoever evaluates it.
    return elementOf(other) instanceof EntityOf above
            && !world.canBeIn(((EntityOf) one).types(), above.types())
        ? Basic.FALSE
        : Basic.BOOL;
  }

  private static boolean isEntityOrNothing(Type type) {
    return type instanceof EntityOf || type == Basic.NEVER || type == Basic.FAILED;
  }

  private static Type elementOf(Type group) {
    return group instanceof SetOf set ? set.element() : group;
  }

  private static boolean isOrdered(Type type) {
    return type == Basic.LONG || type == Basic.DATETIME || type == Basic.DURATION;
  }

  /** The entities that the expression names, where it names nothing else; else null. */
  private @Nullable List<EntityUid> constants(Expr e) {
    List<Expr> named = e instanceof Expr.SetLiteral set ? set.elements() : List.of(e);
    List<EntityUid> uids = new java.util.ArrayList<>();
    for (Expr each : named) {
      if (!(environment.constant(each) instanceof EntityUid uid)) {
        return null;
      }
      uids.add(uid);
    }
    return uids;
  }

  private static boolean areDisjoint(Type left, Type right) {
    if (left instanceof EntityOf one && right instanceof EntityOf other) {
      for (Name type : one.types()) {
        if (other.types().contains(type)) {
          return false;
        }
      }
      return true;
    }
    return false;
  }

  private Type expect(Type type, boolean fits, Expr e, String operator, String wanted) {
    if (fits || type == Basic.FAILED) {
      return type;
    }
    report(Kind.UNEXPECTED_TYPE, e.at(), operator + " takes " + wanted + ", and this is " + type);
    return Basic.FAILED;
  }
}
