package org.ztclinical.smart;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Reason;

/** Lets a resource pass only when both do, and asks the second only then. */
record BothFilters(ReleaseFilter first, ReleaseFilter second) implements ReleaseFilter {
  @Override
  public Optional<Reason> refuses(JsonObject resource) {
    Optional<Reason> refusal = first.refuses(resource);
    return refusal.isPresent() ? refusal : second.refuses(resource);
  }

  @Override
  public Optional<Set<String>> reads(String type) {
    return first.reads(type).flatMap(some -> second.reads(type).map(more -> union(some, more)));
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  @Override
  public String toString() {
    return first + " and " + second;
  }
}
