package org.ztclinical.cedar.validate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ztclinical.cedar.validate.Type.Basic;
import org.ztclinical.cedar.validate.Type.EntityOf;
import org.ztclinical.cedar.validate.Type.Field;
import org.ztclinical.cedar.validate.Type.RecordOf;
import org.ztclinical.cedar.validate.Type.SetOf;
import org.ztclinical.cedar.value.Name;

/**
 * The order among types: which values of one are values of the other, and the smallest type that
 * has the values of both. In strict mode entities of two types and records of two shapes have no
 * such type; in permissive mode they have.
 */
final class Lattice {
  private final boolean strict;

  // Records can be large, and a policy can compare the same two a hundred thousand times.
  private final Pairs<Boolean> subtypes = new Pairs<>();
  private final Pairs<Optional<Type>> joins = new Pairs<>();

  Lattice(ValidationMode mode) {
    this.strict = mode == ValidationMode.STRICT;
  }

  /** Whether every value of the first type is of the second. */
  boolean isSubtype(Type type, Type of) {
    if (type == of || type == Basic.NEVER || type == Basic.FAILED || of == Basic.FAILED) {
      return true;
    }
    if (type instanceof Basic basic) {
      return of == Basic.BOOL && basic.isBool();
    }
    if (type instanceof SetOf set) {
      return of instanceof SetOf other && isSubtype(set.element(), other.element());
    }
    if (type instanceof EntityOf entity) {
      return of instanceof EntityOf other
          && (strict
              ? entity.types().equals(other.types())
              : other.types().containsAll(entity.types()));
    }
    return type instanceof RecordOf record
        && of instanceof RecordOf other
        && subtypes.get(record, other, () -> isSubtype(record, other));
  }

  /** The smallest type that has the values of both; null where there is none. */
  @Nullable Type join(Type left, Type right) {
    if (isSubtype(left, right)) {
      return right;
    }
    if (isSubtype(right, left)) {
      return left;
    }
    if (left instanceof Basic one && right instanceof Basic other) {
      return one.isBool() && other.isBool() ? Basic.BOOL : null;
    }
    if (left instanceof SetOf one && right instanceof SetOf other) {
      Type element = join(one.element(), other.element());
      return element == null ? null : new SetOf(element);
    }
    if (left instanceof EntityOf one && right instanceof EntityOf other) {
      return strict ? null : union(one, other);
    }
    if (left instanceof RecordOf one && right instanceof RecordOf other) {
      return joins
          .get(
              one,
              other,
              () -> Optional.ofNullable(strict ? strictJoin(one, other) : join(one, other)))
          .orElse(null);
    }
    return null;
  }

  private boolean isSubtype(RecordOf record, RecordOf of) {
    if (record.open() && !of.open()) {
      return false;
    }
    if (!of.open() && record.fields().size() != of.fields().size()) {
      return false;
    }
    for (Map.Entry<String, Field> wanted : of.fields().entrySet()) {
      Field field = record.fields().get(wanted.getKey());
      if (field == null || !isSubtype(field, wanted.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean isSubtype(Field field, Field of) {
    boolean presence =
        strict ? field.required() == of.required() : field.required() || !of.required();
    return presence && isSubtype(field.type(), of.type());
  }

  private static EntityOf union(EntityOf one, EntityOf other) {
    Set<Name> types = new TreeSet<>(one.types());
    types.addAll(other.types());
    return new EntityOf(types);
  }

  private @Nullable RecordOf strictJoin(RecordOf one, RecordOf other) {
    if (one.fields().size() != other.fields().size()) {
      return null;
    }
    Map<String, Field> joined = new TreeMap<>();
    for (Map.Entry<String, Field> field : one.fields().entrySet()) {
      Field match = other.fields().get(field.getKey());
      Type type = match == null ? null : join(field.getValue().type(), match.type());
      if (match == null || type == null || match.required() != field.getValue().required()) {
        return null;
      }
      joined.put(field.getKey(), new Field(type, match.required()));
    }
    return new RecordOf(joined, one.open() || other.open());
  }

  /** The attributes that both have with types that can be joined; others may be there. */
  private RecordOf join(RecordOf one, RecordOf other) {
    boolean fewer = one.fields().size() <= other.fields().size();
    Map<String, Field> few = fewer ? one.fields() : other.fields();
    Map<String, Field> many = fewer ? other.fields() : one.fields();
    Map<String, Field> joined = new TreeMap<>();
    for (Map.Entry<String, Field> field : few.entrySet()) {
      Field match = many.get(field.getKey());
      Type type = match == null ? null : join(field.getValue().type(), match.type());
      if (match != null && type != null) {
        joined.put(
            field.getKey(), new Field(type, field.getValue().required() && match.required()));
      }
    }
    boolean whole = joined.size() == one.fields().size() && joined.size() == other.fields().size();
    return new RecordOf(joined, !whole || one.open() || other.open());
  }
}
