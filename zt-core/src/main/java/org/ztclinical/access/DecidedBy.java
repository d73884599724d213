package org.ztclinical.access;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * The policies that determined what a layer said, of a permit as of a denial: the permits that
 * matched when it passes, the forbids that matched when it denies, nothing when it denies because
 * no permit matched. Immutable.
 *
 * @param policies their ids, as policies state them; each once
 */
public record DecidedBy(List<String> policies) {
  private static final DecidedBy NONE = new DecidedBy(List.of());

  public DecidedBy {
    policies = List.copyOf(new LinkedHashSet<>(policies));
  }

  /** No policy determined it. */
  public static DecidedBy none() {
    return NONE;
  }

  /** These policies, by their ids. */
  public static DecidedBy policies(List<String> ids) {
    return ids.isEmpty() ? NONE : new DecidedBy(ids);
  }

  /** True when no policy determined it. */
  public boolean isEmpty() {
    return policies.isEmpty();
  }

  /** The ids, separated by commas. */
  @Override
  public String toString() {
    return String.join(", ", policies);
  }
}
