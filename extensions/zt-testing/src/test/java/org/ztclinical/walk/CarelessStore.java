package org.ztclinical.walk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.enforce.Response;
import org.ztclinical.fhir.Classified;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.request.CanonicalRequest;

/**
 * A FHIR server at its worst: it finds everything whatever is searched, counts it, returns what was
 * written whether it was asked to or not, and never says no.
 */
final class CarelessStore {
  private static final String HISTORY = "/_history/";

  private final Map<String, JsonObject> resources;
  private final String patient;

  /**
   * A store.
   *
   * @param resources what it holds, by {@code Type/id}
   * @param patient whose record a resource belongs to that is read but not held
   */
  CarelessStore(Map<String, JsonObject> resources, String patient) {
    this.resources = new LinkedHashMap<>();
    resources.forEach((name, resource) -> this.resources.put(name, versioned(name, resource)));
    this.patient = patient;
  }

  /** A historic version says which it is. */
  private static JsonObject versioned(String name, JsonObject resource) {
    int history = name.indexOf(HISTORY);
    return history < 0
        ? resource
        : resource.with(
            "meta",
            resource
                .object("meta")
                .orElse(new JsonObject(Map.of()))
                .with("versionId", new JsonString(name.substring(history + HISTORY.length()))));
  }

  /** The current version, when there is one. */
  Optional<JsonObject> current(String type, String id) {
    return Optional.ofNullable(resources.get(type + "/" + id));
  }

  Response answer(CanonicalRequest request) {
    Classified classified = FhirClassifier.create().classify(request);
    return classified.fold(
        this::answer, unknown -> Response.json(400, "{\"resourceType\":\"OperationOutcome\"}"));
  }

  private Response answer(FhirRequest request) {
    return switch (request.interaction()) {
      case READ -> json(200, current(request).orElseGet(() -> invented(request)));
      case VREAD -> json(200, version(request).orElseGet(() -> invented(request)));
      case CREATE, UPDATE, PATCH -> json(201, written(request));
      case DELETE -> Response.empty(204);
      case HISTORY_INSTANCE -> json(200, bundle("history", versions(request)));
      case HISTORY_TYPE, HISTORY_SYSTEM ->
          json(200, bundle("history", List.copyOf(resources.values())));
      case SEARCH_TYPE, SEARCH_SYSTEM -> json(200, everything());
      case OPERATION ->
          request.operation().orElseThrow().name().equals("export")
              ? Response.empty(202)
              : json(200, everything());
      case CAPABILITIES -> Response.json(200, "{\"resourceType\":\"CapabilityStatement\"}");
      case BATCH, TRANSACTION -> json(200, batch(request));
    };
  }

  private Optional<JsonObject> current(FhirRequest request) {
    return current(request.type().orElseThrow(), request.id().orElseThrow());
  }

  /** Vectors about scopes alone store nothing; the resource is then the patient's own. */
  private JsonObject invented(FhirRequest request) {
    JsonObject reference =
        new JsonObject(Map.of("reference", new JsonString("Patient/" + patient)));
    return new JsonObject(Map.of("resourceType", new JsonString(request.type().orElseThrow())))
        .with("id", new JsonString(request.id().orElseThrow()))
        .with("subject", reference)
        .with("patient", reference);
  }

  private Optional<JsonObject> version(FhirRequest request) {
    String current = request.type().orElseThrow() + "/" + request.id().orElseThrow();
    JsonObject historic = resources.get(current + HISTORY + request.version().orElseThrow());
    return Optional.ofNullable(historic == null ? resources.get(current) : historic);
  }

  List<JsonObject> versions(FhirRequest request) {
    String current = request.type().orElseThrow() + "/" + request.id().orElseThrow();
    List<JsonObject> versions = new ArrayList<>();
    resources.forEach(
        (name, resource) -> {
          if (name.equals(current) || name.startsWith(current + HISTORY)) {
            versions.add(resource);
          }
        });
    return versions;
  }

  private JsonObject written(FhirRequest request) {
    JsonObject empty = new JsonObject(Map.of("resourceType", new JsonString("OperationOutcome")));
    Optional<JsonObject> stored =
        request.id().flatMap(id -> current(request.type().orElseThrow(), id));
    JsonObject sent =
        request.jsonPatch().isPresent() ? stored.orElse(empty) : request.resource().orElse(empty);
    return sent.get("id") == null ? sent.with("id", new JsonString("new")) : sent;
  }

  private JsonObject everything() {
    List<JsonObject> all = List.copyOf(resources.values());
    return bundle("searchset", all).with("total", new JsonNumber(String.valueOf(all.size())));
  }

  private JsonObject batch(FhirRequest request) {
    List<JsonValue> entries = new ArrayList<>();
    for (Classified entry : request.entries()) {
      Response response = entry.fold(this::answer, unknown -> Response.empty(400));
      JsonObject told =
          new JsonObject(
              Map.of(
                  "response",
                  new JsonObject(
                      Map.of("status", new JsonString(String.valueOf(response.status()))))));
      entries.add(
          response.body().length == 0
              ? told
              : told.with(
                  "resource", WalkPath.json(new String(response.body(), StandardCharsets.UTF_8))));
    }
    String type = request.interaction().code() + "-response";
    return new JsonObject(Map.of("resourceType", new JsonString("Bundle")))
        .with("type", new JsonString(type))
        .with("entry", new JsonArray(entries));
  }

  private static JsonObject bundle(String type, List<JsonObject> resources) {
    List<JsonValue> entries = new ArrayList<>();
    for (JsonObject resource : resources) {
      entries.add(new JsonObject(Map.of("resource", resource)));
    }
    return new JsonObject(Map.of("resourceType", new JsonString("Bundle")))
        .with("type", new JsonString(type))
        .with("entry", new JsonArray(entries));
  }

  private static Response json(int status, JsonObject document) {
    return Response.json(status, new String(JsonWriter.write(document), StandardCharsets.UTF_8));
  }

  /** The resources that an answer carries, at any depth of bundles; outcomes carry nothing. */
  static List<JsonObject> resourcesIn(JsonObject document) {
    String type = document.string("resourceType").orElse("");
    List<JsonObject> found = new ArrayList<>();
    if (type.equals("Bundle")) {
      document
          .objects("entry")
          .forEach(
              entry ->
                  entry
                      .object("resource")
                      .ifPresent(resource -> found.addAll(resourcesIn(resource))));
    } else if (!type.equals("OperationOutcome")) {
      found.add(document);
    }
    return found;
  }

  /** {@code Type/id}, with the version where a historic one says which it is. */
  static String nameOf(JsonObject resource) {
    String version =
        resource
            .object("meta")
            .flatMap(meta -> meta.string("versionId"))
            .map(number -> HISTORY + number)
            .orElse("");
    return resource.string("resourceType").orElse("")
        + "/"
        + resource.string("id").orElse("")
        + version;
  }
}
