package org.ztclinical.fhirclient;

import java.net.URI;

/** FHIR resources as a server writes them. */
final class Fhir {
  static final String CAPABILITIES =
      """
      {"resourceType":"CapabilityStatement","status":"active","date":"2026-01-01","kind":"instance",\
      "fhirVersion":"4.0.1","format":["json"]}""";

  private Fhir() {}

  static String patient(String id) {
    return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"active\":true}";
  }

  static String observation(String id, String patient) {
    return """
        {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"a"},\
        "subject":{"reference":"Patient/%s"}}"""
        .formatted(id, patient);
  }

  /** A search result with o1 of patient p1 and o2 of patient p2. */
  static String observationsOfTwoPatients(URI base) {
    return searchset(base + "/Observation", "", observation("o1", "p1"), observation("o2", "p2"));
  }

  /** A search result with these resources; {@code next} may be empty. */
  static String searchset(String base, String next, String... resources) {
    StringBuilder out = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
    out.append(",\"link\":[{\"relation\":\"self\",\"url\":\"").append(base).append("\"}");
    if (!next.isEmpty()) {
      out.append(",{\"relation\":\"next\",\"url\":\"").append(next).append("\"}");
    }
    out.append("],\"entry\":[");
    for (int i = 0; i < resources.length; i++) {
      out.append(i == 0 ? "" : ",").append("{\"resource\":").append(resources[i]);
      out.append(",\"search\":{\"mode\":\"match\"}}");
    }
    return out.append("]}").toString();
  }
}
