package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.validate.Finding.Kind;
import org.ztclinical.cedar.validate.Type.Basic;
import org.ztclinical.cedar.validate.Type.EntityOf;
import org.ztclinical.cedar.validate.Type.Field;
import org.ztclinical.cedar.validate.Type.RecordOf;
import org.ztclinical.cedar.value.Lexical;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/** Attributes and tags: what there is, and what must be tested before it is read. */
final class Presence {
  private final World world;
  private final Lattice lattice;
  private final Shapes shapes;
  private final Capabilities held;
  private final Operands operands;

  Presence(World world, Lattice lattice, Shapes shapes, Capabilities held, Operands operands) {
    this.world = world;
    this.lattice = lattice;
    this.shapes = shapes;
    this.held = held;
    this.operands = operands;
  }

  /** {@code object.attribute}: there, and required or tested before. */
  Type attribute(Expr.GetAttribute e, Type type) {
    Type object = operands.entityOrRecord(type, e.object(), "the access to an attribute");
    if (object == Basic.FAILED) {
      return object;
    }
    Field field = world.field(object, e.attribute(), lattice);
    if (field == null) {
      return notFound(e.at(), object, e.attribute());
    }
    if (!field.required()
        && !held.holds(shapes.hasAttribute(shapes.of(e.object()), e.attribute()))) {
      operands.report(
          Kind.UNSAFE_ATTRIBUTE,
          e.at(),
          name(e.attribute())
              + " is an optional attribute of "
              + described(e.object(), object)
              + "; test it first, as in: x has "
              + Lexical.attributeName(e.attribute())
              + " && …");
      return Basic.FAILED;
    }
    return field.type();
  }

  /** {@code object has a.b.c}, which is {@code object has a && object.a has b && …}. */
  Type has(Expr.Has e, Type type, Set<Integer> proven) {
    Type object = operands.entityOrRecord(type, e.object(), "has");
    int shape = shapes.of(e.object());
    Type result = Basic.TRUE;
    for (int i = 0; i < e.path().size(); i++) {
      String attribute = e.path().get(i);
      Type has = has(object, shape, attribute);
      if (has == Basic.FALSE) {
        proven.clear();
        return has;
      }
      result = has == Basic.TRUE ? result : has;
      proven.add(shapes.hasAttribute(shape, attribute));
      if (i < e.path().size() - 1 && object != Basic.FAILED) {
        object = step(e, object, attribute);
        shape = shapes.attribute(shape, attribute);
      }
    }
    return result;
  }

  /** {@code object.getTag(key)}: the same key tested before on the same object. */
  Type tag(Expr.BinaryCall e, Type receiver, Type key) {
    Type object = operands.entity(receiver, e.receiver(), "getTag");
    Type tag = operands.string(key, e.argument(), "the key of getTag");
    if (object == Basic.FAILED || tag == Basic.FAILED) {
      return Basic.FAILED;
    }
    List<Type> tags = tags((EntityOf) object);
    if (tags.isEmpty()) {
      operands.report(Kind.NO_TAGS, e.at(), object + " has no tags in the schema");
      return Basic.FAILED;
    }
    if (!held.holds(shapes.hasTag(e.receiver(), e.argument()))) {
      operands.report(
          Kind.UNSAFE_TAG,
          e.at(),
          "this tag of "
              + object
              + " may be missing; test it first, as in: x.hasTag(key) && x.getTag(key) == …");
      return Basic.FAILED;
    }
    Type joined = Basic.NEVER;
    for (Type each : tags) {
      joined = operands.join(joined, each, e.at(), "the tags of " + object);
    }
    return joined;
  }

  Type hasTag(Expr.BinaryCall e, Type receiver, Type key, Set<Integer> proven) {
    Type object = operands.entity(receiver, e.receiver(), "hasTag");
    Type tag = operands.string(key, e.argument(), "the key of hasTag");
    if (object == Basic.FAILED || tag == Basic.FAILED) {
      return Basic.FAILED;
    }
    if (tags((EntityOf) object).isEmpty()) {
      return Basic.FALSE;
    }
    int capability = shapes.hasTag(e.receiver(), e.argument());
    proven.add(capability);
    return held.holds(capability) ? Basic.TRUE : Basic.BOOL;
  }

  private Type has(Type object, int shape, String attribute) {
    if (object == Basic.FAILED) {
      return object;
    }
    Field field = world.field(object, attribute, lattice);
    if (field == null) {
      return world.mayHave(object, attribute) ? Basic.BOOL : Basic.FALSE;
    }
    // An entity that does not exist has not even its required attributes.
    boolean certain = object instanceof RecordOf && field.required();
    return certain || held.holds(shapes.hasAttribute(shape, attribute)) ? Basic.TRUE : Basic.BOOL;
  }

  /** The type of {@code object.attribute} where the attribute is known to be there. */
  private Type step(Expr.Has e, Type object, String attribute) {
    Field field = world.field(object, attribute, lattice);
    if (field == null) {
      return notFound(e.at(), object, attribute);
    }
    return operands.entityOrRecord(field.type(), e, "has after " + name(attribute));
  }

  private List<Type> tags(EntityOf entity) {
    List<Type> tags = new ArrayList<>();
    for (Name type : entity.types()) {
      world.tagsOf(type).ifPresent(tags::add);
    }
    return tags;
  }

  private Type notFound(Span at, Type object, String attribute) {
    Stream<String> known =
        object instanceof RecordOf record
            ? record.fields().keySet().stream()
            : ((EntityOf) object)
                .types().stream()
                    .flatMap(type -> world.attributesOf(type).fields().keySet().stream());
    String what = object instanceof RecordOf ? "this record" : object.toString();
    operands.report(
        Kind.ATTRIBUTE_NOT_FOUND,
        at,
        what
            + " has no attribute "
            + name(attribute)
            + operands.remedy(attribute, known, "; declare it in the schema or remove it"));
    return Basic.FAILED;
  }

  private static String described(Expr object, Type type) {
    if (object instanceof Expr.Variable variable && variable.variable() == Expr.Var.CONTEXT) {
      return "context";
    }
    return type instanceof RecordOf ? "this record" : type.toString();
  }

  private static String name(String attribute) {
    return Lexical.attributeName(attribute);
  }
}
