package org.ztclinical.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ztclinical.fhir.FhirRequest;

/**
 * Several {@linkplain MfaRule rules} at once: all that mean a request must hold, and one challenge
 * names what all of these want, so that the user need not log in once for each. Immutable.
 *
 * @param list the rules, in the order given
 */
public record MfaRules(List<MfaRule> list) {
  public MfaRules {
    list = List.copyOf(list);
  }

  /** Nothing if the caller satisfies all rules that mean the request, else what it must bring. */
  public Optional<StepUp> check(
      Identity caller, Optional<String> action, Supplier<FhirRequest> fhir, Instant now) {
    if (list.isEmpty()) {
      return Optional.empty();
    }
    List<MfaRule> meant =
        list.stream()
            .filter(rule -> rule.concerns(caller) && rule.reach().covers(caller, action, fhir))
            .toList();
    return meant.stream()
        .flatMap(rule -> rule.check(caller, now).stream())
        .findFirst()
        .map(first -> new StepUp(acrValues(meant, first), maxAge(meant), first.reason()));
  }

  /** Classes that every rule names; where there are none, those of the first that was not met. */
  private static List<String> acrValues(List<MfaRule> meant, StepUp first) {
    boolean strict = meant.stream().anyMatch(MfaRule::isPhishingResistant);
    List<List<String>> named =
        meant.stream()
            // What resists phishing is stronger than the rest, whatever that would take.
            .filter(rule -> !strict || rule.isPhishingResistant())
            .map(MfaRule::acrValues)
            .filter(values -> !values.isEmpty())
            .toList();
    if (named.isEmpty()) {
      return List.of();
    }
    List<String> common =
        named.get(0).stream()
            .filter(value -> named.stream().allMatch(values -> values.contains(value)))
            .toList();
    if (!common.isEmpty()) {
      return common;
    }
    return first.acrValues().isEmpty() ? named.get(0) : first.acrValues();
  }

  private static Optional<Duration> maxAge(List<MfaRule> meant) {
    return meant.stream().flatMap(rule -> rule.maxAge().stream()).min(Comparator.naturalOrder());
  }

  /** Those that hold for everybody and everything. */
  public MfaRules general() {
    return new MfaRules(list.stream().filter(rule -> rule.reach().isEverything()).toList());
  }

  /** Whether it shows what every rule wants, however long ago that was. */
  public boolean isShownBy(AuthenticationStrength strength) {
    return list.stream().allMatch(rule -> rule.isShownBy(strength));
  }

  /** The {@code acr} values of the first rule that names some, the preferred first. */
  public List<String> acrValues() {
    return list.stream()
        .map(MfaRule::acrValues)
        .filter(values -> !values.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return list.isEmpty();
  }
}
