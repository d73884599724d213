package org.ztclinical.servlet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A handful of made-up resources of two patients, and a search that refuses what it does not know.
 */
final class Records {
  private static final Set<String> KNOWN =
      Set.of("_id", "patient", "subject", "code", "_include", "_count", "_total", "_format");

  private final Map<String, String> stored = new TreeMap<>();

  Records() {
    for (String patient : List.of("1", "2")) {
      put(
          "Patient/" + patient,
          "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"name\":[{\"family\":\"Family%s\"}]}"
              .formatted(patient, patient));
    }
    observation("o1", "1", "8867-4");
    observation("o2", "2", "8867-4");
    observation("o3", "1", "29463-7");
    observation("o4", "2", "29463-7");
  }

  private void observation(String id, String patient, String code) {
    put(
        "Observation/" + id,
        ("{\"resourceType\":\"Observation\",\"id\":\"%s\",\"status\":\"final\","
                + "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"%s\"}]},"
                + "\"subject\":{\"reference\":\"Patient/%s\"}}")
            .formatted(id, code, patient));
  }

  private void put(String reference, String json) {
    stored.put(reference, json);
  }

  Optional<String> read(String reference) {
    return Optional.ofNullable(stored.get(reference));
  }

  /** Everything, whatever was asked: what a server does that ignores parameters. */
  String all() {
    return bundle(new LinkedHashMap<>(stored), Map.of());
  }

  /** A searchset; empty when a parameter is not known. */
  Optional<String> search(String type, Map<String, String[]> parameters) {
    if (!KNOWN.containsAll(parameters.keySet())) {
      return Optional.empty();
    }
    Map<String, String> matches = new LinkedHashMap<>();
    Map<String, String> included = new LinkedHashMap<>();
    stored.forEach(
        (reference, json) -> {
          if (reference.startsWith(type + "/") && matches(reference, json, parameters)) {
            matches.put(reference, json);
          }
        });
    for (String include : parameters.getOrDefault("_include", new String[0])) {
      if (!include.equals("Observation:subject")) {
        return Optional.empty();
      }
      // A careless server: includes every patient.
      stored.forEach(
          (reference, json) -> {
            if (reference.startsWith("Patient/")) {
              included.put(reference, json);
            }
          });
    }
    return Optional.of(bundle(matches, included));
  }

  private static boolean matches(String reference, String json, Map<String, String[]> parameters) {
    List<String> needed = new ArrayList<>();
    for (String name : List.of("patient", "subject")) {
      for (String value : parameters.getOrDefault(name, new String[0])) {
        String id = value.substring(value.lastIndexOf('/') + 1);
        needed.add("\"Patient/" + id + "\"");
      }
    }
    for (String value : parameters.getOrDefault("code", new String[0])) {
      needed.add("\"code\":\"" + value.substring(value.indexOf('|') + 1) + "\"");
    }
    for (String value : parameters.getOrDefault("_id", new String[0])) {
      needed.add("\"id\":\"" + value + "\"");
    }
    return needed.stream().allMatch(json::contains);
  }

  private static String bundle(Map<String, String> matches, Map<String, String> included) {
    StringBuilder out = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
    out.append(",\"total\":").append(matches.size()).append(",\"entry\":[");
    List<String> entries = new ArrayList<>();
    matches.forEach((reference, json) -> entries.add(entry(reference, json, "match")));
    included.forEach((reference, json) -> entries.add(entry(reference, json, "include")));
    return out.append(String.join(",", entries)).append("]}").toString();
  }

  private static String entry(String reference, String json, String mode) {
    return "{\"fullUrl\":\"%s/%s\",\"resource\":%s,\"search\":{\"mode\":\"%s\"}}"
        .formatted(TestApplication.BASE_URL, reference, json, mode);
  }
}
