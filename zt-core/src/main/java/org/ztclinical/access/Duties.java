package org.ztclinical.access;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a permit obliges to: the obligations of the request as a whole and, for a batch or
 * transaction, those of each entry. Immutable; each list holds an obligation once, in the order in
 * which policies gave it.
 *
 * @param whole for the request as a whole
 * @param entries for each entry of a batch or transaction, in the order of the terms' entries;
 *     empty where no entry has one of its own
 * @param tacit the entries, by index, and {@link #WHOLE} for the request as a whole, of which a
 *     refusal must not be told by its own reason: they are permitted for what is stored, and what
 *     they oblige to would tell of it
 */
public record Duties(List<Obligation> whole, List<List<Obligation>> entries, Set<Integer> tacit) {
  /** Stands for the request as a whole among the tacit. */
  public static final int WHOLE = -1;

  private static final Duties NONE = new Duties(List.of(), List.of());

  public Duties {
    whole = distinct(whole);
    entries = entries.stream().map(Duties::distinct).toList();
    tacit = Set.copyOf(tacit);
  }

  /** Of which each refusal is told by its reason. */
  public Duties(List<Obligation> whole, List<List<Obligation>> entries) {
    this(whole, entries, Set.of());
  }

  /** Nothing has to be done. */
  public static Duties none() {
    return NONE;
  }

  /** Obligations of the request as a whole. */
  public static Duties of(List<Obligation> whole) {
    return whole.isEmpty() ? NONE : new Duties(whole, List.of());
  }

  /** Obligations of each entry of a batch or transaction, in order. */
  public static Duties ofEntries(List<List<Obligation>> entries) {
    return new Duties(List.of(), entries);
  }

  /** Those of an entry alone; none when entries have none of their own. */
  public List<Obligation> ofEntry(int index) {
    return entries.isEmpty() ? List.of() : entries.get(index);
  }

  /** These, of which a refusal as a whole must not be told by its own reason. */
  public Duties tacitly() {
    Set<Integer> all = new LinkedHashSet<>(tacit);
    all.add(WHOLE);
    return new Duties(whole, entries, all);
  }

  /** Every obligation there is, each once. */
  public List<Obligation> all() {
    Set<Obligation> all = new LinkedHashSet<>(whole);
    entries.forEach(all::addAll);
    return List.copyOf(all);
  }

  /** True when nothing has to be done. */
  public boolean isEmpty() {
    for (List<Obligation> entry : entries) {
      if (!entry.isEmpty()) {
        return false;
      }
    }
    return whole.isEmpty();
  }

  private static List<Obligation> distinct(List<Obligation> given) {
    return List.copyOf(new LinkedHashSet<>(given));
  }
}
