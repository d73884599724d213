package org.ztclinical.cedar.validate;

import java.util.IdentityHashMap;
import java.util.Map;
import org.ztclinical.cedar.ast.Numbering;
import org.ztclinical.cedar.validate.Type.EntityOf;
import org.ztclinical.cedar.validate.Type.Field;
import org.ztclinical.cedar.validate.Type.RecordOf;
import org.ztclinical.cedar.validate.Type.SetOf;

/**
 * Gives types numbers, equal ones the same. A type that is used often is looked at once, and no
 * choice of names makes that slow. Recursive: as deep as a type of a schema. For one thread.
 */
final class TypeNumbers {
  private final Numbering numbering = new Numbering();
  private final IdentityHashMap<Type, Integer> known = new IdentityHashMap<>();

  int of(Type type) {
    Integer before = known.get(type);
    if (before != null) {
      return before;
    }
    int number = number(type);
    known.put(type, number);
    return number;
  }

  private int number(Type type) {
    if (type instanceof SetOf set) {
      return numbering.of("set", of(set.element()));
    }
    if (!(type instanceof RecordOf record)) {
      String kind = type instanceof EntityOf ? "entity" : "basic";
      return numbering.of(kind, numbering.text(type.toString()));
    }
    int[] parts = new int[3 * record.fields().size()];
    int i = 0;
    for (Map.Entry<String, Field> field : record.fields().entrySet()) {
      parts[i++] = numbering.text(field.getKey());
      parts[i++] = of(field.getValue().type());
      parts[i++] = field.getValue().required() ? 1 : 0;
    }
    return numbering.of("record", parts);
  }
}
