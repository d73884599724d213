package org.ztclinical.testing;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;

/**
 * What is asked in a policy test: a FHIR request, read by the classifier that reads those of the
 * application. Immutable.
 */
public final class FhirCall {
  private static final String ID = "1";
  private static final String HARMLESS_PATCH =
      "[{\"op\":\"add\",\"path\":\"/language\",\"value\":\"en\"}]";
  private static final String JSON = "application/fhir+json";

  private final String words;
  private final HttpMethod method;
  private final String path;
  private final Body body;
  private final Optional<PatientRecord> patient;
  private final Optional<JsonObject> stored;

  private FhirCall(
      String words,
      HttpMethod method,
      String path,
      Body body,
      Optional<PatientRecord> patient,
      Optional<JsonObject> stored) {
    this.words = words;
    this.method = method;
    this.path = path;
    this.body = body;
    this.patient = patient;
    this.stored = stored;
  }

  /** Any request by its path and query below the FHIR base, as in {@code /Patient/$export}. */
  public static FhirCall get(String pathAndQuery) {
    return new FhirCall(
        "GET " + pathAndQuery,
        HttpMethod.GET,
        pathAndQuery,
        Body.none(),
        Optional.empty(),
        Optional.empty());
  }

  /** A request with a resource or bundle as its body. */
  public static FhirCall send(HttpMethod method, String pathAndQuery, String json) {
    return new FhirCall(
        method + " " + pathAndQuery,
        Objects.requireNonNull(method, "method"),
        pathAndQuery,
        body(JSON, json),
        Optional.empty(),
        Optional.empty());
  }

  /** An interaction with the server as a whole. */
  public static FhirCall of(Interaction interaction) {
    return switch (interaction) {
      case CAPABILITIES -> system(interaction, HttpMethod.GET, "/metadata", Body.none());
      case SEARCH_SYSTEM -> system(interaction, HttpMethod.GET, "/", Body.none());
      case HISTORY_SYSTEM -> system(interaction, HttpMethod.GET, "/_history", Body.none());
      case BATCH, TRANSACTION -> system(interaction, HttpMethod.POST, "/", bundle(interaction));
      case READ,
          VREAD,
          UPDATE,
          PATCH,
          DELETE,
          HISTORY_INSTANCE,
          CREATE,
          SEARCH_TYPE,
          HISTORY_TYPE ->
          throw new IllegalArgumentException(
              interaction.code() + " is about a resource type: name it");
      case OPERATION -> throw unnamedOperation();
    };
  }

  /** An interaction with a resource type; one that needs no patient. */
  public static FhirCall of(Interaction interaction, String type) {
    return of(interaction, type, Optional.empty());
  }

  /** An interaction with a resource of a patient's record. */
  public static FhirCall of(Interaction interaction, String type, PatientRecord patient) {
    return of(interaction, type, Optional.of(patient));
  }

  private static FhirCall of(
      Interaction interaction, String type, Optional<PatientRecord> patient) {
    if (patient.isPresent() && !SampleResource.canBeOfPatient(type)) {
      throw new IllegalArgumentException(
          type + " is never part of a patient's record: ask without a patient");
    }
    boolean isPatient = type.equals("Patient");
    String id = patient.filter(of -> isPatient).map(PatientRecord::id).orElse(ID);
    JsonObject resource = SampleResource.of(type, id, patient);
    String one = "/" + type + "/" + id;
    String whose = patient.map(of -> " of patient " + of.id()).orElse("");
    Draft draft = new Draft(interaction.code() + " " + type + whose, patient, resource);
    return switch (interaction) {
      case READ -> draft.reads(one);
      case VREAD -> draft.reads(one + "/_history/1");
      case HISTORY_INSTANCE -> draft.reads(one + "/_history");
      case HISTORY_TYPE -> draft.reads("/" + type + "/_history");
      case SEARCH_TYPE ->
          draft.reads(
              patient
                  .map(of -> isPatient ? "/Patient?_id=" + of.id() : within(of, type))
                  .orElse("/" + type));
      case CREATE ->
          draft.call(HttpMethod.POST, "/" + type, body(JSON, text(resource.without("id"))));
      case UPDATE -> draft.call(HttpMethod.PUT, one, body(JSON, text(resource)));
      case PATCH ->
          draft.call(HttpMethod.PATCH, one, body("application/json-patch+json", HARMLESS_PATCH));
      case DELETE -> draft.call(HttpMethod.DELETE, one, Body.none());
      case CAPABILITIES, SEARCH_SYSTEM, HISTORY_SYSTEM, BATCH, TRANSACTION ->
          throw new IllegalArgumentException(
              interaction.code() + " is about the server as a whole: name no resource type");
      case OPERATION -> throw unnamedOperation();
    };
  }

  /** An operation of the server as a whole, by its name without the dollar sign. */
  public static FhirCall operation(String name) {
    return get("/$" + name);
  }

  /** An operation of a type. */
  public static FhirCall operation(String name, String type) {
    return get("/" + type + "/$" + name);
  }

  /** An operation of a patient, as in {@code Patient/p1/$everything}. */
  public static FhirCall operation(String name, PatientRecord patient) {
    return new Draft(
            "$" + name + " of patient " + patient.id(),
            Optional.of(patient),
            SampleResource.of("Patient", patient.id(), Optional.of(patient)))
        .reads("/Patient/" + patient.id() + "/$" + name);
  }

  /** The request in its one reading. */
  FhirRequest classified() {
    try {
      CanonicalRequest request = CanonicalRequest.parse(method, path, Map.of(), body);
      return FhirClassifier.create()
          .classify(request)
          .fold(
              known -> known,
              unknown -> {
                throw new IllegalArgumentException(
                    words + ": refused before any policy is asked: " + unknown.reason().text());
              });
    } catch (RequestRefusedException e) {
      throw new IllegalArgumentException(words + ": " + e.getMessage(), e);
    }
  }

  /** The patient whose record it is about. */
  Optional<PatientRecord> patient() {
    return patient;
  }

  /** The resource it is about, as it is stored. */
  Optional<JsonObject> stored() {
    return stored;
  }

  /** The resource that the application would answer with, where it is asked to read it. */
  Optional<JsonObject> answer() {
    return method == HttpMethod.GET ? stored : Optional.empty();
  }

  private static String within(PatientRecord patient, String type) {
    return "/Patient/" + patient.id() + "/" + type;
  }

  private static FhirCall system(
      Interaction interaction, HttpMethod method, String path, Body body) {
    return new FhirCall(interaction.code(), method, path, body, Optional.empty(), Optional.empty());
  }

  /** With one entry that is nobody's record. */
  private static Body bundle(Interaction interaction) {
    return body(
        JSON,
        "{\"resourceType\":\"Bundle\",\"type\":\""
            + interaction.code()
            + "\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\"Practitioner/1\"}}]}");
  }

  private static Body body(String mediaType, String text) {
    return Body.of(mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(JsonObject resource) {
    return new String(JsonWriter.write(resource), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException unnamedOperation() {
    return new IllegalArgumentException("name the operation: operation(\"everything\", …)");
  }

  /** A call about a resource. */
  private record Draft(String words, Optional<PatientRecord> patient, JsonObject resource) {
    FhirCall reads(String path) {
      return call(HttpMethod.GET, path, Body.none());
    }

    FhirCall call(HttpMethod method, String path, Body body) {
      return new FhirCall(words, method, path, body, patient, Optional.of(resource));
    }
  }

  /** What is asked, as in {@code read Observation of patient p1}. */
  @Override
  public String toString() {
    return words;
  }
}
