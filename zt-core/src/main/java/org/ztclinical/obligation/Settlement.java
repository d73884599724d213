package org.ztclinical.obligation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ztclinical.obligation.ObligationAnswer.Refused;

/**
 * How the obligations of one permit fared.
 *
 * @param whole of the request as a whole
 * @param entries of each entry of a batch or transaction, in order; empty for other requests
 */
public record Settlement(Part whole, List<Part> entries) {
  private static final Settlement NOTHING = new Settlement(Part.FREE, List.of());

  public Settlement {
    Objects.requireNonNull(whole, "whole");
    entries = List.copyOf(entries);
  }

  /** For a permit without obligations. */
  public static Settlement nothing() {
    return NOTHING;
  }

  /** True when everything was fulfilled. */
  public boolean isComplete() {
    return refusals().isEmpty();
  }

  /**
   * True when everything was fulfilled and confines nothing, so that the permit stands as it is.
   */
  public boolean changesNothing() {
    return Stream.concat(Stream.of(whole), entries.stream())
        .allMatch(part -> part.refusal().isEmpty() && part.patients().isEmpty());
  }

  /** Every refusal, that of the whole first. */
  public List<Refused> refusals() {
    return Stream.concat(Stream.of(whole), entries.stream())
        .flatMap(part -> part.refusal().stream())
        .toList();
  }

  /** Ids of the audit records that say why, each once. */
  public Set<String> evidence() {
    Set<String> evidence = new TreeSet<>(whole.evidence());
    entries.forEach(entry -> evidence.addAll(entry.evidence()));
    return evidence;
  }

  /**
   * How the obligations of a request, or of an entry, fared. Prints no identifiers.
   *
   * @param refusal the first that was not fulfilled
   * @param patients whose records alone may leave, each a condition of its own
   * @param evidence ids of the audit records that say why
   */
  public record Part(Optional<Refused> refusal, Set<String> patients, Set<String> evidence) {
    static final Part FREE = new Part(Optional.empty(), Set.of(), Set.of());

    public Part {
      Objects.requireNonNull(refusal, "refusal");
      patients = Set.copyOf(patients);
      evidence = Set.copyOf(evidence);
    }

    static Part refused(Refused refusal) {
      return new Part(Optional.of(refusal), Set.of(), Set.of());
    }

    @Override
    public String toString() {
      return refusal.map(Refused::toString).orElse("fulfilled");
    }
  }
}
