package org.ztclinical.smart;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.ztclinical.json.JsonObject;
import org.ztclinical.reason.Reason;

/** A filter of which it is known what it reads. */
record ReadingFilter(ReleaseFilter filter, Function<String, Set<String>> members)
    implements ReleaseFilter {
  @Override
  public Optional<Reason> refuses(JsonObject resource) {
    return filter.refuses(resource);
  }

  @Override
  public Optional<Set<String>> reads(String type) {
    return Optional.of(members.apply(type));
  }
}
