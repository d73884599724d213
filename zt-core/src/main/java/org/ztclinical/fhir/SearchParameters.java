package org.ztclinical.fhir;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The search parameters of FHIR R4 (4.0.1), from the official definitions. */
public final class SearchParameters {
  /** The type under which the parameters of every resource type are found. */
  static final String EVERY_TYPE = "Resource";

  private static final Map<String, Map<String, SearchParameter>> BY_TYPE = load();

  private SearchParameters() {}

  /** The parameter of this name for a type, be it its own or one that every type has. */
  public static Optional<SearchParameter> find(String type, String code) {
    return Optional.ofNullable(get(type, code));
  }

  static @Nullable SearchParameter get(String type, String code) {
    SearchParameter own = BY_TYPE.getOrDefault(type, Map.of()).get(code);
    return own != null ? own : BY_TYPE.getOrDefault(EVERY_TYPE, Map.of()).get(code);
  }

  /** The parameters a type has of its own. */
  public static List<SearchParameter> of(String type) {
    return List.copyOf(BY_TYPE.getOrDefault(type, Map.of()).values());
  }

  private static Map<String, Map<String, SearchParameter>> load() {
    Map<String, Map<String, SearchParameter>> byType = new HashMap<>();
    for (String line : R4Lines.read(SearchParameters.class, "r4-search-parameters.txt")) {
      SearchParameter parameter = parse(line.split(" ", -1));
      byType
          .computeIfAbsent(parameter.type(), type -> new HashMap<>())
          .put(parameter.code(), parameter);
    }
    return byType;
  }

  private static SearchParameter parse(String[] fields) {
    List<String> paths = list(fields[4]);
    return new SearchParameter(
        fields[0],
        fields[1],
        SearchParameter.Kind.parse(fields[2]),
        targets(fields[3]),
        paths.stream().filter(path -> !path.equals("!")).map(ElementPath::parse).toList(),
        !paths.contains("!"));
  }

  private static Set<String> targets(String field) {
    return field.equals("*") ? ResourceTypes.all() : new HashSet<>(list(field));
  }

  private static List<String> list(String field) {
    return field.equals("-") ? List.of() : Arrays.asList(field.split(",", -1));
  }
}
