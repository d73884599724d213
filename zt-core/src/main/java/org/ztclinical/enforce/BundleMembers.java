package org.ztclinical.enforce;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonNull;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonValue;

/**
 * What FHIR R4 puts into a Bundle beside its resources, which are judged one by one: names, and
 * what may stand under them. Everything else has been looked at by nobody, and does not leave. An
 * extension is known as far as its value can name nobody: a truth value, a number, or a code.
 */
final class BundleMembers {
  /** A value that is no structure; values of XML are texts, whatever they are. */
  private static final String VALUE = "";

  /** Judged elsewhere: a resource, or the entries. */
  private static final String ELSEWHERE = "@";

  private static final String EXTENSION = "Extension";

  /** The base of all structures, and what a value has under the name with the underscore. */
  private static final String ELEMENT = "Element";

  /** By structure, what its members hold; a star for lists. */
  private static final Map<String, Map<String, String>> OF =
      Map.ofEntries(
          of(
              "Bundle",
              "resourceType implicitRules language type timestamp total meta=Meta"
                  + " identifier=Identifier link=Link* entry=@ signature=Signature"),
          of("Link", "relation url"),
          of(
              "Entry",
              "fullUrl link=Link* resource=@ search=Search request=Request response=Response"),
          of("Search", "mode score"),
          of("Request", "method url ifNoneMatch ifModifiedSince ifMatch ifNoneExist"),
          of("Response", "status location etag lastModified outcome=@"),
          of("Meta", "versionId lastUpdated source profile=* security=Coding* tag=Coding*"),
          of("Coding", "system version code display userSelected"),
          of("CodeableConcept", "text coding=Coding*"),
          of(
              "Identifier",
              "use system value type=CodeableConcept period=Period assigner=Reference"),
          of("Period", "start end"),
          of("Reference", "reference type display identifier=Identifier"),
          of(
              "Signature",
              "when targetFormat sigFormat data type=Coding* who=Reference"
                  + " onBehalfOf=Reference"),
          of(
              EXTENSION,
              "url valueBoolean valueCode valueDecimal valueInteger valuePositiveInt"
                  + " valueUnsignedInt"),
          of(ELEMENT, ""));

  private static final Set<String> BACKBONE =
      Set.of("Link", "Entry", "Search", "Request", "Response");

  private BundleMembers() {}

  private static Map.Entry<String, Map<String, String>> of(String structure, String members) {
    Map<String, String> all = new HashMap<>(Map.of("id", VALUE));
    for (String member : members.split(" ", -1)) {
      int equals = member.indexOf('=');
      all.put(
          equals < 0 ? member : member.substring(0, equals),
          equals < 0 ? VALUE : member.substring(equals + 1));
    }
    if (!structure.equals("Bundle")) {
      all.put("extension", EXTENSION + "*");
    }
    return Map.entry(structure, all);
  }

  /** True when a Bundle may have this member, and the value is what belongs there. */
  static boolean isOfBundle(String name, JsonValue value) {
    return fits("Bundle", name, value);
  }

  /** True when a Bundle may have a member of this name. */
  static boolean isNamed(String name) {
    return kind("Bundle", name.startsWith("_") ? name.substring(1) : name) != null;
  }

  /** True when nothing stands in the Bundle, beside the entries, that does not belong there. */
  static boolean isBundle(JsonObject bundle) {
    return fits("Bundle", bundle);
  }

  /** True when nothing stands in the entry, beside the resources, that does not belong there. */
  static boolean isEntry(JsonObject entry) {
    return fits("Entry", entry);
  }

  /** The Bundle with those members alone that belong there. */
  static JsonObject ofBundle(JsonObject bundle) {
    return known("Bundle", bundle);
  }

  /** The entry with those members alone that belong there. */
  static JsonObject ofEntry(JsonObject entry) {
    return known("Entry", entry);
  }

  private static JsonObject known(String structure, JsonObject object) {
    JsonObject known = object;
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      if (!fits(structure, member.getKey(), member.getValue())) {
        known = known.without(member.getKey());
      }
    }
    return known;
  }

  private static boolean fits(String structure, JsonObject object) {
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      if (!fits(structure, member.getKey(), member.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(String structure, String name, JsonValue value) {
    String kind = kind(structure, name);
    if (kind != null) {
      return fits(kind, value);
    }
    String valued = name.startsWith("_") ? kind(structure, name.substring(1)) : null;
    // What a value has beside itself: one, or in the place of each of several.
    boolean isValued = VALUE.equals(valued) || "*".equals(valued);
    return isValued && fits(ELEMENT + (value instanceof JsonArray ? "*" : VALUE), value);
  }

  private static @Nullable String kind(String structure, String name) {
    if (name.equals("modifierExtension")) {
      return BACKBONE.contains(structure) ? EXTENSION + "*" : null;
    }
    return OF.getOrDefault(structure, Map.of()).get(name);
  }

  private static boolean fits(String kind, JsonValue value) {
    if (kind.equals(ELSEWHERE)) {
      return true;
    }
    if (!kind.endsWith("*")) {
      return fitsOne(kind, value);
    }
    String each = kind.substring(0, kind.length() - 1);
    return value instanceof JsonArray list
        && list.elements().stream().allMatch(element -> fitsOne(each, element));
  }

  private static boolean fitsOne(String kind, JsonValue value) {
    if (value instanceof JsonNull) {
      return true;
    }
    return kind.equals(VALUE)
        ? !(value instanceof JsonObject) && !(value instanceof JsonArray)
        : value instanceof JsonObject object && fits(kind, object);
  }
}
