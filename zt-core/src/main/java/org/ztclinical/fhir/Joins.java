package org.ztclinical.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ztclinical.fhir.Join.Kind;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.Parameters.Parameter;
import org.ztclinical.request.RequestRefusedException;

/** Finds what a query, or the references in what is written, read beside the resources named. */
final class Joins {
  private static final Set<String> ANY = Set.of(Join.ANY_TYPE);
  private static final int MAX_JOINS = 64;

  private final List<Join> found = new ArrayList<>();

  private Joins() {}

  /**
   * The joins of a query.
   *
   * @param type the type searched; null where several are
   */
  static List<Join> of(@Nullable String type, Parameters parameters) throws NoMeaningException {
    if (parameters.isEmpty()) {
      return List.of();
    }
    Joins joins = new Joins();
    for (Parameter parameter : parameters.list()) {
      joins.parameter(type == null ? Set.of() : Set.of(type), parameter.name(), parameter.value());
    }
    return joins.found;
  }

  /** The conditional references in a resource or patch: {@code Patient?identifier=…}. */
  static List<Join> ofReferences(JsonValue written) throws NoMeaningException {
    Joins joins = new Joins();
    joins.references(written, "");
    return joins.found;
  }

  /** As {@link #ofReferences}; a path that leaves the resource reads whatever it reaches. */
  static List<Join> ofFhirPathPatch(JsonObject parameters) throws NoMeaningException {
    Joins joins = new Joins();
    joins.references(parameters, "");
    if (leavesTheResource(parameters)) {
      joins.add(new Join(Kind.EXPRESSION, Join.ANY_TYPE, "resolve", ANY));
    }
    return joins.found;
  }

  /** Stands for a reference by criteria that may be in a text nobody has read. */
  static Join ofUnreadReference() {
    return new Join(Kind.CONDITIONAL_REFERENCE, Join.ANY_TYPE, "reference", ANY);
  }

  /** A FHIRPath expression that may call {@code resolve()}, under whatever spelling. */
  private static boolean leavesTheResource(JsonValue value) {
    if (value instanceof JsonObject object) {
      boolean path = object.string("name").filter("path"::equals).isPresent();
      return object.members().values().stream()
          .anyMatch(member -> (path && mayResolve(member)) || leavesTheResource(member));
    }
    return value instanceof JsonArray array
        && array.elements().stream().anyMatch(Joins::leavesTheResource);
  }

  private static boolean mayResolve(JsonValue expression) {
    return expression instanceof JsonString text
        && (text.value().contains("resolve") || text.value().indexOf('`') >= 0);
  }

  private void parameter(Set<String> types, String name, String value) throws NoMeaningException {
    switch (ParameterRules.base(name)) {
      case "_has" -> has(name, value);
      case "_include" -> include(name, value, Kind.INCLUDE);
      case "_revinclude" -> include(name, value, Kind.REVINCLUDE);
      case "_list" -> add(new Join(Kind.LIST, "List", name, Set.of("List")));
      case "_filter", "_query" -> add(new Join(Kind.EXPRESSION, Join.ANY_TYPE, name, ANY));
      case "_sort" -> sort(value);
      case "_contained" -> contained(value);
      case "_getpages", "_page", "_pageId", "_cursor" ->
          add(new Join(Kind.PAGE, Join.ANY_TYPE, name, ANY));
      default -> chain(types, name);
    }
  }

  /** {@code _has:Observation:patient:code}, where the last part may be a chain or a _has again. */
  private void has(String name, String value) throws NoMeaningException {
    String[] parts = name.split(":", 4);
    if (parts.length != 4
        || !parts[0].equals("_has")
        || parts[3].isEmpty()
        || !ParameterRules.isCriterion(parts[3])) {
      throw malformed("_has");
    }
    requireType(parts[1]);
    add(new Join(Kind.HAS, parts[1], parts[2], Set.of(parts[1])));
    parameter(Set.of(parts[1]), parts[3], value);
  }

  private void include(String name, String value, Kind kind) throws NoMeaningException {
    int colon = name.indexOf(':');
    String modifier = colon < 0 ? "" : name.substring(colon + 1);
    if (!modifier.isEmpty() && !modifier.equals("iterate") && !modifier.equals("recurse")) {
      throw malformed("_include");
    }
    if (value.equals("*")) {
      add(new Join(kind, Join.ANY_TYPE, "*", ANY));
      return;
    }
    String[] parts = value.split(":", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw malformed("_include");
    }
    requireType(parts[0]);
    if (parts.length == 3) {
      requireType(parts[2]);
    }
    add(new Join(kind, parts[0], parts[1], included(parts, kind)));
  }

  private static Set<String> included(String[] parts, Kind kind) {
    if (kind == Kind.REVINCLUDE) {
      return Set.of(parts[0]);
    }
    return parts.length == 3 ? Set.of(parts[2]) : targets(Set.of(parts[0]), parts[1]);
  }

  private void sort(String value) throws NoMeaningException {
    if (value.indexOf('.') >= 0 || value.indexOf(':') >= 0) {
      add(new Join(Kind.EXPRESSION, Join.ANY_TYPE, "_sort", ANY));
    }
  }

  private void contained(String value) throws NoMeaningException {
    if (!value.equals("false")) {
      add(new Join(Kind.EXPRESSION, Join.ANY_TYPE, "_contained", ANY));
    }
  }

  /** {@code subject:Patient.name} and longer; the last part is a parameter of the type reached. */
  private void chain(Set<String> from, String name) throws NoMeaningException {
    Set<String> types = from;
    int start = 0;
    int dot = name.indexOf('.');
    while (dot >= 0) {
      String hop = name.substring(start, dot);
      int colon = hop.indexOf(':');
      String parameter = colon < 0 ? hop : hop.substring(0, colon);
      String source = types.size() == 1 ? types.iterator().next() : Join.ANY_TYPE;
      if (colon < 0) {
        types = targets(types, parameter);
      } else {
        requireType(hop.substring(colon + 1));
        types = Set.of(hop.substring(colon + 1));
      }
      add(new Join(Kind.CHAIN, source, parameter, types));
      start = dot + 1;
      dot = name.indexOf('.', start);
    }
    modifier(types, name.substring(start));
  }

  /** {@code :in} and {@code :not-in} on a reference test membership in a Group or List. */
  private void modifier(Set<String> types, String last) throws NoMeaningException {
    if (last.startsWith("_has:")) {
      has(last, "");
    } else if ((last.endsWith(":in") || last.endsWith(":not-in"))
        && !targets(types, ParameterRules.base(last)).equals(Set.of())) {
      add(new Join(Kind.EXPRESSION, Join.ANY_TYPE, last, ANY));
    }
  }

  /** The types a parameter can point to; any when it is unknown, none when it is no reference. */
  private static Set<String> targets(Set<String> types, String code) {
    Set<String> targets = new TreeSet<>();
    boolean known = false;
    for (String type : types) {
      SearchParameter parameter = SearchParameters.get(type, code);
      if (parameter != null) {
        known = true;
        targets.addAll(parameter.targets());
      }
    }
    return known ? targets : ANY;
  }

  private void references(JsonValue value, String name) throws NoMeaningException {
    if (value instanceof JsonObject object) {
      if (movesTextIntoReference(object)) {
        add(new Join(Kind.CONDITIONAL_REFERENCE, Join.ANY_TYPE, "reference", ANY));
      }
      for (var member : object.members().entrySet()) {
        references(member.getValue(), member.getKey());
      }
    } else if (value instanceof JsonArray array) {
      for (JsonValue element : array.elements()) {
        references(element, name);
      }
    } else if (value instanceof JsonString text && isConditional(text.value(), name)) {
      conditional(text.value());
    }
  }

  /** A JSON Patch that takes a reference's text from elsewhere in what is stored. */
  private static boolean movesTextIntoReference(JsonObject object) {
    String operation = object.string("op").orElse("");
    return (operation.equals("copy") || operation.equals("move"))
        && object.string("path").filter(path -> path.endsWith("/reference")).isPresent();
  }

  /**
   * Patches carry a reference's text as {@code value} or, in FHIRPath Patch, as its typed form.
   * There a question mark may be just that; in a reference it never is.
   */
  private static boolean isConditional(String text, String name) {
    return text.indexOf('?') >= 0
        && (name.equals("reference")
            || (name.startsWith("value") && ResourceTypes.contains(conditionalType(text))));
  }

  /**
   * The type in front of the question mark, wherever the text begins: servers look for {@code
   * /Patient?…}, {@code Patient/?…} and {@code https://any.example/Patient?…} too.
   */
  private static String conditionalType(String text) {
    String before = text.substring(0, text.indexOf('?')).strip();
    int end = before.length();
    while (end > 0 && before.charAt(end - 1) == '/') {
      end--;
    }
    return before.substring(before.lastIndexOf('/', end - 1) + 1, end);
  }

  private void conditional(String text) throws NoMeaningException {
    String type = conditionalType(text);
    boolean known = ResourceTypes.contains(type);
    Set<String> types = known ? Set.of(type) : ANY;
    add(new Join(Kind.CONDITIONAL_REFERENCE, known ? type : Join.ANY_TYPE, "reference", types));
    try {
      Parameters criteria = Parameters.parse(text.substring(text.indexOf('?') + 1));
      for (Parameter parameter : criteria.list()) {
        parameter(known ? types : Set.of(), parameter.name(), parameter.value());
      }
    } catch (RequestRefusedException e) {
      throw malformed("conditional reference");
    }
  }

  private void add(Join join) throws NoMeaningException {
    if (found.size() == MAX_JOINS) {
      throw malformed("more than " + MAX_JOINS + " joins");
    }
    found.add(join);
  }

  private static void requireType(String name) throws NoMeaningException {
    if (!ResourceTypes.contains(name)) {
      throw new NoMeaningException(FhirReason.TYPE_UNKNOWN);
    }
  }

  private static NoMeaningException malformed(String what) {
    return new NoMeaningException(FhirReason.PARAMETER_MALFORMED, what);
  }
}
