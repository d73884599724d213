package org.ztclinical.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ztclinical.fhir.ElementPath;
import org.ztclinical.fhir.R4Definitions;
import org.ztclinical.fhir.ResourceTypes;
import org.ztclinical.fhir.SearchParameter;
import org.ztclinical.fhir.SearchParameters;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;

class PatientCompartmentTest {
  private static final ServerBase BASE = ServerBase.of("https://fhir.example.org/r4");
  private final PatientCompartment compartment = PatientCompartment.official();

  @Test
  void typesAreThoseOfTheCompartmentDefinition() {
    Map<String, List<String>> official = R4Definitions.read().patientCompartment();

    assertThat(official).hasSize(145);
    for (String type : ResourceTypes.all()) {
      boolean member = !official.getOrDefault(type, List.of()).isEmpty();
      assertThat(compartment.mayContain(type)).as(type).isEqualTo(member);
    }
  }

  @Test
  void everyMembershipParameterOfEveryTypeMakesAMemberOfThatPatientAlone() {
    int paths = 0;
    for (String type : ResourceTypes.all()) {
      for (SearchParameter parameter : compartment.parameters(type)) {
        for (ElementPath path : parameter.paths()) {
          paths++;
          String where = type + "." + path;
          assertThat(contains(type, path, "Patient/123")).as(where).isTrue();
          assertThat(contains(type, path, "https://fhir.example.org/r4/Patient/123"))
              .as(where)
              .isTrue();
          assertThat(contains(type, path, "Patient/456")).as(where).isFalse();
          assertThat(contains(type, path, "Patient/1234")).as(where).isFalse();
          assertThat(contains(type, path, "Practitioner/123")).as(where).isFalse();
          assertThat(contains(type, path, "https://other.example.org/r4/Patient/123"))
              .as(where)
              .isFalse();
        }
      }
    }
    assertThat(paths).isGreaterThanOrEqualTo(100);
  }

  @Test
  void referencesThatAreNotMembershipMakeNoMember() {
    int others = 0;
    for (String type : ResourceTypes.all()) {
      Set<List<String>> members =
          compartment.parameters(type).stream()
              .flatMap(parameter -> parameter.paths().stream())
              .map(ElementPath::members)
              .collect(Collectors.toSet());
      for (SearchParameter parameter : SearchParameters.of(type)) {
        for (ElementPath path : parameter.paths()) {
          if (!members.contains(path.members())) {
            others++;
            assertThat(contains(type, path, "Patient/123")).as(type + "." + path).isFalse();
          }
        }
      }
    }
    assertThat(others).isGreaterThan(500);
  }

  @Test
  void patientBelongsToItselfAloneAndLinksAreNotFollowed() {
    JsonObject other = resource("Patient", "456", Map.of("link", link("Patient/123")));

    assertThat(compartment.contains(resource("Patient", "123", Map.of()), "123", BASE)).isTrue();
    assertThat(compartment.contains(other, "123", BASE)).isFalse();
    assertThat(compartment.contains(resource("Patient", "", Map.of()), "123", BASE)).isFalse();
  }

  @Test
  void groupWithAnotherMemberIsOutside() {
    assertThat(compartment.contains(group("Patient/123"), "123", BASE)).isTrue();
    assertThat(compartment.contains(group("Patient/123", "Patient/456"), "123", BASE)).isFalse();
    assertThat(compartment.contains(group("Patient/123", "Device/1"), "123", BASE)).isFalse();
  }

  @Test
  void resourceWithoutATypeIsOutside() {
    assertThat(compartment.contains(new JsonObject(Map.of()), "123", BASE)).isFalse();
  }

  @Test
  void furtherParametersCanBeConfiguredByName() {
    JsonObject task = resource("Task", "t", Map.of("for", reference("Patient/123")));

    assertThat(compartment.contains(task, "123", BASE)).isFalse();
    assertThat(compartment.with("Task", "patient").contains(task, "123", BASE)).isTrue();
    assertThatThrownBy(() -> compartment.with("Task", "code"))
        .hasMessage("Task has no parameter code that points to a Patient");
  }

  @Test
  void patientsAreAllThoseTheResourceBelongsTo() {
    JsonObject coverage =
        resource(
            "Coverage",
            "c",
            Map.of(
                "beneficiary", reference("Patient/456"),
                "subscriber", reference("Patient/123"),
                "payor", new JsonArray(List.of(reference("Organization/1")))));

    assertThat(compartment.patients(coverage, BASE)).isEqualTo(new TreeSet<>(Set.of("123", "456")));
  }

  private boolean contains(String type, ElementPath path, String reference) {
    JsonValue element = reference(reference);
    List<String> members = path.members();
    for (int i = members.size() - 1; i > 0; i--) {
      element = new JsonArray(List.of(new JsonObject(Map.of(members.get(i), element))));
    }
    return compartment.contains(resource(type, "x", Map.of(members.get(0), element)), "123", BASE);
  }

  private static JsonObject group(String... members) {
    List<JsonValue> list = new ArrayList<>();
    for (String member : members) {
      list.add(new JsonObject(Map.of("entity", reference(member))));
    }
    return resource("Group", "g", Map.of("member", new JsonArray(list)));
  }

  private static JsonValue link(String reference) {
    return new JsonArray(List.of(new JsonObject(Map.of("other", reference(reference)))));
  }

  private static JsonObject reference(String text) {
    return new JsonObject(Map.of("reference", new JsonString(text)));
  }

  private static JsonObject resource(String type, String id, Map<String, JsonValue> members) {
    Map<String, JsonValue> all = new HashMap<>(members);
    all.put("resourceType", new JsonString(type));
    if (!id.isEmpty()) {
      all.put("id", new JsonString(id));
    }
    return new JsonObject(all);
  }
}
