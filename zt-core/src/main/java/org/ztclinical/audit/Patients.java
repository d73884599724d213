package org.ztclinical.audit;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The patients an event is about: known ones, none at all, or unknown for a stated reason. There is
 * no way to say nothing, because a breach question must tell "no patient" from "we do not know".
 */
public final class Patients {
  /** Most patients of one record; more become {@code unknown("more-than-500")}. */
  public static final int MAX = 500;

  private static final Patients NONE = new Patients(List.of(), Optional.empty());

  private final List<Pseudonym> known;
  private final Optional<String> unknown;

  private Patients(List<Pseudonym> known, Optional<String> unknown) {
    this.known = known;
    this.unknown = unknown;
  }

  /** These patients, each once, in the order given. */
  public static Patients of(Collection<Pseudonym> patients) {
    List<Pseudonym> distinct =
        patients.size() < 2
            ? List.copyOf(patients)
            : patients.stream().distinct().limit(MAX + 1L).toList();
    return distinct.size() > MAX
        ? unknown("more-than-" + MAX)
        : new Patients(distinct, Optional.empty());
  }

  /** Certainly no patient is concerned. */
  public static Patients none() {
    return NONE;
  }

  /**
   * It cannot be told which.
   *
   * @param reason a word for why, not taken from the request: {@code search-not-confined}
   */
  public static Patients unknown(String reason) {
    return new Patients(List.of(), Optional.of(Bounded.text(reason)));
  }

  /** The patients that are known; empty when none is concerned or when they are unknown. */
  public List<Pseudonym> known() {
    return known;
  }

  /** Why the patients are unknown, if they are. */
  public Optional<String> unknownReason() {
    return unknown;
  }

  void encode(WireWriter out) {
    out.optional(unknown, out::text);
    out.list(known, out::pseudonym);
  }

  static Patients decode(WireReader in) {
    Optional<String> unknown = in.optional(in::text);
    return new Patients(in.list(in::pseudonym), unknown);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Patients patients
        && known.equals(patients.known)
        && unknown.equals(patients.unknown);
  }

  @Override
  public int hashCode() {
    return Objects.hash(known, unknown);
  }

  /** {@code none}, {@code unknown(reason)} or the pseudonyms, separated by commas. */
  @Override
  public String toString() {
    if (unknown.isPresent()) {
      return "unknown(" + unknown.get() + ")";
    }
    return known.isEmpty()
        ? "none"
        : String.join(",", known.stream().map(Pseudonym::toString).toList());
  }
}
