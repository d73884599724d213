package org.ztclinical.access;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The obligations for which there is a handler. Policies are loaded against it, so that a name that
 * nobody would fulfil is an error at start-up and not a denial at night. Immutable.
 */
public final class KnownObligations {
  private static final KnownObligations NONE = new KnownObligations(Set.of());

  private final Set<Obligation> known;

  private KnownObligations(Set<Obligation> known) {
    this.known = known;
  }

  /** These obligations have handlers. */
  public static KnownObligations of(Collection<Obligation> known) {
    return new KnownObligations(Set.copyOf(known));
  }

  /** No obligation has a handler: a policy may carry none. */
  public static KnownObligations none() {
    return NONE;
  }

  /** True when somebody fulfils it. */
  public boolean contains(Obligation obligation) {
    return known.contains(obligation);
  }

  /**
   * Reads the value of an {@code @obligation} annotation, all of whose names must be known.
   *
   * @throws IllegalArgumentException when it does not read, or for a name that has no handler; the
   *     message names it and the remedy
   */
  public List<Obligation> read(String annotation) {
    List<Obligation> obligations = Obligation.parseList(annotation);
    for (Obligation obligation : obligations) {
      if (!contains(obligation)) {
        throw new IllegalArgumentException(
            "nobody fulfils the obligation "
                + obligation
                + "; known are "
                + this
                + ": correct the name, or register a handler with obligationHandler(…)");
      }
    }
    return obligations;
  }

  /** The names in alphabetical order, separated by commas; {@code none} when there are none. */
  @Override
  public String toString() {
    return known.isEmpty()
        ? "none"
        : known.stream()
            .map(Obligation::name)
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(", "));
  }
}
