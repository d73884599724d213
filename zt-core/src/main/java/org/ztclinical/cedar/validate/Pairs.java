package org.ztclinical.cedar.validate;

import java.util.IdentityHashMap;
import java.util.function.Supplier;
import org.ztclinical.cedar.validate.Type.RecordOf;

/** What was found out about two record types, by the objects that they are. For one thread. */
final class Pairs<T> {
  private final IdentityHashMap<RecordOf, IdentityHashMap<RecordOf, T>> found =
      new IdentityHashMap<>();

  /** What is known about the two, or what is found out now. */
  T get(RecordOf one, RecordOf other, Supplier<T> find) {
    IdentityHashMap<RecordOf, T> ofOne =
        found.computeIfAbsent(one, record -> new IdentityHashMap<>(2));
    T known = ofOne.get(other);
    if (known == null) {
      // Not computed in place: it asks about the records inside these two.
      known = find.get();
      ofOne.put(other, known);
    }
    return known;
  }
}
