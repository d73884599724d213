package org.ztclinical.cedar.validate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.ztclinical.cedar.value.Span;

/** Collects what is wrong with one policy: the same mistake once, and no more than can be read. */
final class Problems {
  /** After that many the author has enough to do. */
  private static final int MAX = 1_000;

  private final String policyId;
  private final Nearest nearest;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<List<Object>> seen = new HashSet<>();

  Problems(String policyId, Nearest nearest) {
    this.policyId = policyId;
    this.nearest = nearest;
  }

  void report(Finding.Kind kind, Span at, String sentence) {
    // Spans are equal wherever they are, so the place is compared by its numbers.
    if (findings.size() < MAX && seen.add(List.of(kind, at.start(), at.end(), sentence))) {
      findings.add(new Finding(policyId, at, kind, sentence));
    }
  }

  /** What to do about a name that is not known: take the nearest of those that are, or else. */
  String remedy(String written, Stream<String> known, String otherwise) {
    return findings.size() < MAX ? nearest.remedy(written, known, otherwise) : otherwise;
  }

  List<Finding> findings() {
    return findings;
  }
}
