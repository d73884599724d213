package org.ztclinical.samples.clinic.synthea;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** One FHIR R4 resource of the synthetic set, as it is in the file. */
public final class SyntheticResource {
  private final String type;
  private final String id;
  private final JsonNode content;

  private SyntheticResource(String type, String id, JsonNode content) {
    this.type = type;
    this.id = id;
    this.content = content;
  }

  static SyntheticResource of(JsonNode content) {
    return new SyntheticResource(
        content.path("resourceType").asText(), content.path("id").asText(), content);
  }

  /** The FHIR resource type, as in {@code Observation}. */
  public String type() {
    return type;
  }

  /** The logical id. */
  public String id() {
    return id;
  }

  /** Type and id, as references name it: {@code Observation/123}. */
  public String reference() {
    return type + "/" + id;
  }

  /** The resource as FHIR JSON. */
  public String json() {
    return content.toString();
  }

  /** The reference to the patient this resource is about, where it is about one. */
  Optional<String> patient() {
    if (type.equals("Patient")) {
      return Optional.of(reference());
    }
    for (String element : new String[] {"subject", "patient"}) {
      String reference = content.path(element).path("reference").asText();
      if (reference.startsWith("Patient/")) {
        return Optional.of(reference);
      }
    }
    return Optional.empty();
  }

  /** Every literal reference in this resource. */
  Set<String> references() {
    Set<String> found = new HashSet<>();
    collect(content, found);
    return found;
  }

  String text(String element) {
    return content.path(element).asText();
  }

  /** The national provider number of a practitioner, or of the practitioner a role is for. */
  Optional<String> providerNumber() {
    JsonNode identifiers =
        type.equals("PractitionerRole")
            ? content.path("practitioner").findValues("identifier").stream()
                .findFirst()
                .orElse(content.path("none"))
            : content.path("identifier");
    for (JsonNode identifier :
        identifiers.isArray() ? identifiers : java.util.List.of(identifiers)) {
      if (identifier.path("system").asText().equals("http://hl7.org/fhir/sid/us-npi")) {
        return Optional.of(identifier.path("value").asText());
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return type;
  }

  private static void collect(JsonNode node, Set<String> found) {
    if (node.isObject()) {
      JsonNode reference = node.path("reference");
      if (reference.isTextual()) {
        found.add(reference.asText());
      }
    }
    for (JsonNode child : node) {
      collect(child, found);
    }
  }
}
