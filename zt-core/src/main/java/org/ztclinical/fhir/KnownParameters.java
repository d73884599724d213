package org.ztclinical.fhir;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/**
 * The search parameters that a server knows: those of FHIR R4 and those configured. Under {@code
 * Prefer: handling=strict} a search with any other is an error (FHIR R4 §3.1.1.1.3). Immutable.
 */
final class KnownParameters {
  private static final Set<String> MODIFIERS =
      Set.of(
          "missing",
          "exact",
          "contains",
          "text",
          "not",
          "above",
          "below",
          "in",
          "not-in",
          "of-type",
          "identifier",
          "iterate",
          "recurse");

  private final Map<String, Set<String>> more;

  private KnownParameters(Map<String, Set<String>> more) {
    this.more = Map.copyOf(more);
  }

  static KnownParameters ofR4() {
    return new KnownParameters(Map.of());
  }

  KnownParameters with(String type, List<String> names) {
    Map<String, Set<String>> wider = new HashMap<>(more);
    Set<String> all = new HashSet<>(more.getOrDefault(type, Set.of()));
    all.addAll(names);
    wider.put(type, Set.copyOf(all));
    return new KnownParameters(wider);
  }

  /**
   * Refuses a search with a parameter that is not known.
   *
   * @param type the type searched; null where several are
   */
  void check(@Nullable String type, Parameters parameters) throws NoMeaningException {
    Set<String> types = type == null ? listed(parameters) : Set.of(type);
    for (Parameter parameter : parameters.list()) {
      if (!isKnown(types, parameter.name())) {
        throw new NoMeaningException(FhirReason.PARAMETER_UNKNOWN);
      }
    }
  }

  /** Of a search of several types each must know the parameter. */
  private static Set<String> listed(Parameters parameters) {
    Set<String> types = new TreeSet<>();
    parameters.all("_type").forEach(value -> types.addAll(List.of(value.split(",", -1))));
    return types.isEmpty() ? ResourceTypes.all() : types;
  }

  private boolean isKnown(Set<String> types, String name) {
    if (name.startsWith("_has:")) {
      String[] parts = name.split(":", 4);
      return parts.length == 4
          && defines(Set.of(parts[1]), parts[2])
          && isKnown(Set.of(parts[1]), parts[3]);
    }
    int dot = name.indexOf('.');
    String hop = dot < 0 ? name : name.substring(0, dot);
    int colon = hop.indexOf(':');
    String code = colon < 0 ? hop : hop.substring(0, colon);
    String modifier = colon < 0 ? "" : hop.substring(colon + 1);
    // What begins with an underscore was compared with the list of those before.
    boolean known = code.startsWith("_") || defines(types, code);
    if (dot < 0) {
      return known
          && (modifier.isEmpty()
              || MODIFIERS.contains(modifier)
              || ResourceTypes.contains(modifier));
    }
    Set<String> reached = modifier.isEmpty() ? targets(types, code) : Set.of(modifier);
    return known && isKnownOfAny(reached, name.substring(dot + 1));
  }

  /** Of the types that a reference can point to, one that knows the parameter is enough. */
  private boolean isKnownOfAny(Set<String> types, String rest) {
    return types.stream().anyMatch(type -> isKnown(Set.of(type), rest));
  }

  private boolean defines(Set<String> types, String code) {
    return types.stream()
        .allMatch(
            type ->
                SearchParameters.get(type, code) != null
                    || more.getOrDefault(type, Set.of()).contains(code));
  }

  private static Set<String> targets(Set<String> types, String code) {
    Set<String> targets = new TreeSet<>();
    for (String type : types) {
      SearchParameter parameter = SearchParameters.get(type, code);
      targets.addAll(parameter == null ? ResourceTypes.all() : parameter.targets());
    }
    return targets;
  }
}
