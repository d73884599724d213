package org.ztclinical.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;

/**
 * Which parameters an interaction may carry. Those that begin with an underscore steer the server,
 * so unknown ones are refused; other names are search parameters, which servers may define
 * themselves.
 */
final class ParameterRules {
  private static final Set<String> GENERAL = Set.of("_format", "_pretty", "_summary", "_elements");
  private static final Set<String> CRITERIA =
      Set.of("_id", "_lastUpdated", "_tag", "_profile", "_security", "_source", "_has");
  private static final Set<String> PAGING =
      Set.of(
          "_count",
          "_offset",
          "_page",
          "_getpages",
          "_getpagesoffset",
          "_pageId",
          "_bundletype",
          "_cursor");
  private static final Set<String> SEARCH_CONTROL =
      Set.of(
          "_type",
          "_text",
          "_content",
          "_list",
          "_query",
          "_filter",
          "_sort",
          "_include",
          "_revinclude",
          "_total",
          "_contained",
          "_containedType",
          "_score");

  /** The only ones of the above that may carry a modifier, {@code :iterate}. */
  private static final Set<String> MODIFIABLE = Set.of("_include", "_revinclude");

  /** More values of all parameters together, separated by commas, are refused. */
  private static final int MAX_ALTERNATIVES = 10_000;

  private static final Set<String> HISTORY = Set.of("_since", "_at", "_list", "_sort");
  private static final Set<String> REPEATABLE = Set.of("_include", "_revinclude", "_sort", "_list");

  private ParameterRules() {}

  /** For interactions with one resource: only the parameters that every interaction has. */
  static void general(Parameters parameters) throws NoMeaningException {
    if (!parameters.isEmpty()) {
      only(parameters, GENERAL, Set.of());
    }
  }

  static void capabilities(Parameters parameters) throws NoMeaningException {
    only(parameters, GENERAL, Set.of("mode"));
  }

  static void history(Parameters parameters) throws NoMeaningException {
    singletons(parameters);
    for (Parameter parameter : parameters.list()) {
      String name = parameter.name();
      if (!GENERAL.contains(name) && !HISTORY.contains(name) && !PAGING.contains(name)) {
        throw unknown();
      }
    }
  }

  static void search(Parameters parameters) throws NoMeaningException {
    singletons(parameters);
    int alternatives = 0;
    for (Parameter parameter : parameters.list()) {
      String name = base(parameter.name());
      if (name.isEmpty() || (name.charAt(0) == '_' && !isKnownControl(name))) {
        throw unknown();
      }
      refuseModifierThatServersIgnore(parameter.name(), name);
      alternatives += commas(parameter.value());
      if (alternatives > MAX_ALTERNATIVES) {
        throw new NoMeaningException(FhirReason.PARAMETER_MALFORMED, "too many values");
      }
      if (name.equals("_type")) {
        types(parameter.value());
      }
    }
  }

  /** The criteria in the query of a conditional interaction; at least one is needed. */
  static Parameters criteria(Parameters query) throws NoMeaningException {
    singletons(query);
    List<Parameter> criteria = new ArrayList<>();
    for (Parameter parameter : query.list()) {
      String name = base(parameter.name());
      if (GENERAL.contains(name)) {
        continue;
      }
      if (name.isEmpty() || (name.charAt(0) == '_' && !CRITERIA.contains(name))) {
        throw unknown();
      }
      criteria.add(parameter);
    }
    if (criteria.isEmpty()) {
      throw new NoMeaningException(FhirReason.CRITERIA_MISSING);
    }
    return Parameters.of(criteria);
  }

  /**
   * Refuses a method override, formats other than JSON and XML, and two values where one is meant.
   */
  static void singletons(Parameters parameters) throws NoMeaningException {
    Map<String, String> seen = new HashMap<>();
    for (Parameter parameter : parameters.list()) {
      String name = parameter.name();
      if (name.charAt(0) != '_') {
        continue;
      }
      if (name.equals("_method")) {
        throw new NoMeaningException(FhirReason.METHOD_OVERRIDE);
      }
      if (name.equals("_format")
          && !MediaTypes.isJsonFormat(parameter.value())
          && !MediaTypes.isXmlFormat(parameter.value())) {
        throw new NoMeaningException(FhirReason.FORMAT_NOT_SUPPORTED);
      }
      String earlier = isSingleton(name) ? seen.put(name, parameter.value()) : null;
      if (earlier != null && !earlier.equals(parameter.value())) {
        throw new NoMeaningException(FhirReason.PARAMETER_CONFLICT);
      }
    }
  }

  /** A parameter's name without modifier and chain. */
  static String base(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == ':' || name.charAt(i) == '.') {
        return name.substring(0, i);
      }
    }
    return name;
  }

  private static void only(Parameters parameters, Set<String> some, Set<String> others)
      throws NoMeaningException {
    singletons(parameters);
    for (Parameter parameter : parameters.list()) {
      if (!some.contains(parameter.name()) && !others.contains(parameter.name())) {
        throw unknown();
      }
    }
  }

  /**
   * A server that does not know {@code _getpages:x} runs the search without it: then it is not the
   * page that we take it for.
   */
  private static void refuseModifierThatServersIgnore(String full, String name)
      throws NoMeaningException {
    boolean steers =
        GENERAL.contains(name) || PAGING.contains(name) || SEARCH_CONTROL.contains(name);
    if (steers && !full.equals(name) && !MODIFIABLE.contains(name)) {
      throw unknown();
    }
  }

  /** True when a parameter of this name chooses resources and does not steer the server. */
  static boolean isCriterion(String name) {
    return name.charAt(0) != '_' || CRITERIA.contains(base(name));
  }

  private static int commas(String value) {
    return (int) value.chars().filter(c -> c == ',').count();
  }

  private static void types(String value) throws NoMeaningException {
    for (String type : value.split(",", -1)) {
      if (!ResourceTypes.contains(type)) {
        throw new NoMeaningException(FhirReason.TYPE_UNKNOWN);
      }
    }
  }

  private static boolean isKnownControl(String name) {
    return GENERAL.contains(name)
        || CRITERIA.contains(name)
        || PAGING.contains(name)
        || SEARCH_CONTROL.contains(name);
  }

  private static boolean isSingleton(String name) {
    return GENERAL.contains(name)
        || PAGING.contains(name)
        || (SEARCH_CONTROL.contains(name) && !REPEATABLE.contains(name))
        || name.equals("_since")
        || name.equals("_at");
  }

  private static NoMeaningException unknown() {
    return new NoMeaningException(FhirReason.PARAMETER_UNKNOWN);
  }
}
