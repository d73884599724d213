package org.ztclinical.cedar.data;

import java.util.ArrayList;
import java.util.List;
import org.ztclinical.cedar.json.Place;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.CedarSyntaxException.Fault;
import org.ztclinical.cedar.value.Span;

/** Collects mismatches, the first hundred of them. One thread's. */
final class Mismatches {
  private static final int MOST = 100;

  private final List<Mismatch> found = new ArrayList<>();

  void add(Place at, String sentence) {
    if (found.size() < MOST) {
      found.add(new Mismatch(at.toString(), sentence));
    }
  }

  List<Mismatch> all() {
    return List.copyOf(found);
  }

  /** Throws the first mismatch, if there is one. */
  void requireNone() throws CedarSyntaxException {
    if (!found.isEmpty()) {
      Mismatch first = found.get(0);
      throw new CedarSyntaxException(
          Fault.NOT_IN_SCHEMA, first.place(), Span.NONE, first.sentence());
    }
  }
}
