package org.ztclinical.audit;

import java.util.function.ToIntFunction;

/** Finds the constant behind a number on disk. */
final class Numbered {
  private Numbered() {}

  static <E> E find(E[] values, ToIntFunction<E> number, int wanted) {
    for (E value : values) {
      if (number.applyAsInt(value) == wanted) {
        return value;
      }
    }
    throw new AuditSyntaxException("unknown code " + wanted);
  }
}
