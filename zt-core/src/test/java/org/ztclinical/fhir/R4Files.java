package org.ztclinical.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ztclinical.fhir.R4Definitions.Element;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;

/** Makes the text of the generated files of zt-core from the official definitions. */
public final class R4Files {
  private static final String HEADER =
      "# Generated from the official FHIR R4 (4.0.1) definitions by R4Files. Do not edit.\n";
  private static final Pattern SIMPLE = Pattern.compile("[A-Z]\\w*((\\.[a-z]\\w*)+)");
  private static final Pattern RESOLVE =
      Pattern.compile("(.+)\\.where\\(resolve\\(\\) is (\\w+)\\)");
  private static final Pattern CAST = Pattern.compile("\\((.+) as (\\w+)\\)");
  private static final Pattern CAST_CALL = Pattern.compile("(.+)\\.(?:as|ofType)\\((\\w+)\\)");

  private final R4Definitions definitions;

  public R4Files(R4Definitions definitions) {
    this.definitions = definitions;
  }

  /** One resource type a line. */
  public String types() {
    return HEADER + lines(definitions.types().stream());
  }

  /** Type, then the names of its membership parameters. */
  public String patientCompartment() {
    return HEADER
        + lines(
            definitions.patientCompartment().entrySet().stream()
                .map(entry -> (entry.getKey() + " " + String.join(" ", entry.getValue())).strip()));
  }

  /**
   * Type, code, kind, target types, paths. A path {@code !} stands for what paths cannot say; one
   * that begins with {@code +} can lead to several elements.
   */
  public String searchParameters() {
    SortedSet<String> lines = new TreeSet<>();
    for (JsonObject parameter : definitions.searchParameters()) {
      for (String base : strings(parameter, "base")) {
        if (base.equals("Resource") || base.equals("DomainResource")) {
          lines.add(line("Resource", parameter, base));
        } else if (definitions.types().contains(base)) {
          lines.add(line(base, parameter, base));
        }
      }
    }
    return HEADER + lines(lines.stream());
  }

  /**
   * A definition, then the elements in it that repeat ({@code name*}) or hold others ({@code
   * name:Definition}, {@code name:@} for a resource). Extensions, which are everywhere, are not
   * listed, nor are values that stand once.
   */
  public String elements() {
    SortedMap<String, SortedSet<String>> all = new TreeMap<>();
    definitions
        .elements()
        .forEach(
            (path, element) -> {
              int dot = path.lastIndexOf('.');
              if (dot < 0) {
                all.computeIfAbsent(path, any -> new TreeSet<>());
              } else if (!path.endsWith("xtension")) {
                all.computeIfAbsent(path.substring(0, dot), any -> new TreeSet<>())
                    .addAll(children(path, path.substring(dot + 1), element));
              }
            });
    return HEADER
        + lines(
            all.entrySet().stream()
                .map(entry -> (entry.getKey() + " " + String.join(" ", entry.getValue())).strip()));
  }

  private static List<String> children(String path, String name, Element element) {
    if (name.endsWith("[x]")) {
      String start = name.substring(0, name.length() - "[x]".length());
      return element.codes().stream()
          .filter(R4Files::isStructure)
          .distinct()
          .map(code -> start + capitalised(code) + ":" + code)
          .toList();
    }
    String several = element.repeats() ? "*" : "";
    if (!element.sameAs().isEmpty()) {
      return List.of(name + several + ":" + element.sameAs());
    }
    String code = element.codes().isEmpty() ? "" : element.codes().get(0);
    if (!isStructure(code)) {
      return element.repeats() ? List.of(name + several) : List.of();
    }
    String inside =
        switch (code) {
          case "Resource" -> "@";
          case "BackboneElement", "Element" -> path;
          default -> code;
        };
    return List.of(name + several + ":" + inside);
  }

  private static boolean isStructure(String code) {
    return code.equals("xhtml") || code.matches("[A-Z]\\w*");
  }

  private String line(String type, JsonObject parameter, String base) {
    String kind = parameter.string("type").orElseThrow();
    List<String> paths =
        parameter.string("expression").map(text -> paths(text, base)).orElse(List.of("!"));
    return String.join(
        " ",
        type,
        parameter.string("code").orElseThrow(),
        kind,
        kind.equals("reference") ? targets(parameter, base, paths) : "-",
        paths.isEmpty() ? "!" : String.join(",", paths));
  }

  private List<String> paths(String expression, String base) {
    return Stream.of(expression.split("\\s*\\|\\s*"))
        .filter(part -> part.replaceFirst("^\\(", "").startsWith(base + "."))
        .flatMap(part -> path(part).stream())
        .distinct()
        .map(path -> repeats(base, path) ? "+" + path : path)
        .toList();
  }

  /** True unless every element on the way is known to stand at most once. */
  private boolean repeats(String base, String path) {
    if (path.equals("!")) {
      return false;
    }
    StringBuilder elementPath = new StringBuilder(base);
    for (String member : path.replaceFirst("@.*", "").split("\\.")) {
      elementPath.append('.').append(member);
      Element element = definitions.elements().get(elementPath.toString());
      if (element == null || element.repeats()) {
        return true;
      }
    }
    return false;
  }

  /** The paths one part of an expression stands for: several for an uncast choice of types. */
  private List<String> path(String part) {
    Matcher resolve = RESOLVE.matcher(part);
    if (resolve.matches()) {
      return path(resolve.group(1)).stream()
          .map(path -> path.equals("!") ? path : path + "@" + resolve.group(2))
          .toList();
    }
    for (Pattern cast : List.of(CAST, CAST_CALL)) {
      Matcher matcher = cast.matcher(part);
      if (matcher.matches()) {
        return simple(matcher.group(1)).map(path -> path + capitalised(matcher.group(2))).toList();
      }
    }
    return simple(part).flatMap(path -> choices(part, path)).toList();
  }

  private static Stream<String> simple(String text) {
    Matcher matcher = SIMPLE.matcher(text);
    return Stream.of(matcher.matches() ? matcher.group(1).substring(1) : "!");
  }

  private Stream<String> choices(String elementPath, String path) {
    Element choice = definitions.elements().get(elementPath + "[x]");
    return path.equals("!") || choice == null
        ? Stream.of(path)
        : choice.codes().stream().distinct().map(code -> path + capitalised(code));
  }

  /** What the parameter says it points to, as far as the elements can point there. */
  private String targets(JsonObject parameter, String base, List<String> paths) {
    SortedSet<String> targets = new TreeSet<>(strings(parameter, "target"));
    SortedSet<String> reachable = new TreeSet<>();
    for (String marked : paths) {
      String path = marked.startsWith("+") ? marked.substring(1) : marked;
      int at = path.indexOf('@');
      if (at >= 0) {
        reachable.add(path.substring(at + 1));
      } else {
        reachable.addAll(elementTargets(base + "." + path, targets));
      }
    }
    targets.retainAll(reachable);
    Set<String> all = new TreeSet<>(definitions.types());
    all.remove("Parameters");
    return targets.isEmpty() || targets.containsAll(all) ? "*" : String.join(",", targets);
  }

  private Set<String> elementTargets(String elementPath, Set<String> otherwise) {
    Element element = definitions.elements().get(elementPath);
    return element == null || element.targets().isEmpty() || element.targets().contains("Resource")
        ? otherwise
        : element.targets();
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static List<String> strings(JsonObject object, String member) {
    List<String> values = new ArrayList<>();
    object.array(member).forEach(value -> values.add(((JsonString) value).value()));
    return values;
  }

  private static String lines(Stream<String> lines) {
    return lines.collect(Collectors.joining("\n", "", "\n"));
  }
}
