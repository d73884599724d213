package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ztclinical.cedar.value.Span;

/** Collects what is wrong with one policy: the same mistake once, and no more than can be read. */
final class Problems {
  /** After that many the author has enough to do. */
  private static final int MAX = 1_000;

  private final String policyId;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<List<Object>> seen = new HashSet<>();

  Problems(String policyId) {
    this.policyId = policyId;
  }

  void report(Finding.Kind kind, Span at, String sentence) {
    // Spans are equal wherever they are, so the place is compared by its numbers.
    if (findings.size() < MAX && seen.add(List.of(kind, at.start(), at.end(), sentence))) {
      findings.add(new Finding(policyId, at, kind, sentence));
    }
  }

  List<Finding> findings() {
    return findings;
  }
}
