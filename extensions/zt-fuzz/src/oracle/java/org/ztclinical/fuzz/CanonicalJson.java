package org.ztclinical.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

/**
 * Policies in JSON in one spelling, so that two that say the same are the same text: members in
 * order, {@code has a.b} as two tests, the literals of a pattern joined.
 */
final class CanonicalJson {
  private CanonicalJson() {}

  static String of(JsonValue value) {
    if (value instanceof JsonArray array) {
      return array.elements().stream()
          .map(CanonicalJson::of)
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof JsonString string) {
      return ReferenceEngine.quote(string.value());
    }
    if (!(value instanceof JsonObject object)) {
      return value.toString() + value.hashCode();
    }
    if (object.members().size() == 1 && object.get("has") instanceof JsonObject has) {
      return has(of(has.get("left")), has.get("attr"));
    }
    Map<String, String> members = new TreeMap<>();
    object.members().forEach((name, member) -> members.put(name, member(name, member)));
    return object(members);
  }

  private static String member(String name, JsonValue value) {
    return name.equals("pattern") && value instanceof JsonArray pattern
        ? pattern(pattern)
        : of(value);
  }

  private static String has(String left, JsonValue attribute) {
    List<String> path = new ArrayList<>();
    if (attribute instanceof JsonArray names) {
      names.elements().forEach(name -> path.add(of(name)));
    } else {
      path.add(of(attribute));
    }
    String object = left;
    String all = "";
    for (String name : path) {
      String one = operation("has", Map.of("left", object, "attr", name));
      all = all.isEmpty() ? one : operation("&&", Map.of("left", all, "right", one));
      object = operation(".", Map.of("left", object, "attr", name));
    }
    return all;
  }

  private static String operation(String name, Map<String, String> operands) {
    return object(new TreeMap<>(Map.of(name, object(new TreeMap<>(operands)))));
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> ReferenceEngine.quote(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** The reference writes the text of patterns letter by letter. */
  private static String pattern(JsonArray pattern) {
    StringBuilder text = new StringBuilder();
    for (JsonValue piece : pattern.elements()) {
      text.append(
          piece instanceof JsonObject literal
              ? literal.string("Literal").orElseThrow().replace("*", "\\*")
              : "*");
    }
    return ReferenceEngine.quote(text.toString());
  }
}
