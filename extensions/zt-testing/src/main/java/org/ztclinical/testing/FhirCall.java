package org.ztclinical.testing;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
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
  private final Optional<JsonObject> answer;
  private final Map<String, JsonObject> stored;

  private FhirCall(
      String words,
      HttpMethod method,
      String path,
      Body body,
      Optional<PatientRecord> patient,
      Optional<JsonObject> answer,
      Map<String, JsonObject> stored) {
    this.words = words;
    this.method = method;
    this.path = path;
    this.body = body;
    this.patient = patient;
    this.answer = answer;
    this.stored = Map.copyOf(stored);
  }

  private static FhirCall of(String words, HttpMethod method, String path, Body body) {
    return new FhirCall(words, method, path, body, Optional.empty(), Optional.empty(), Map.of());
  }

  /** Any request by its path and query below the FHIR base, as in {@code /Patient/$export}. */
  public static FhirCall get(String pathAndQuery) {
    return of("GET " + pathAndQuery, HttpMethod.GET, pathAndQuery, Body.none());
  }

  /** A request with a resource or bundle as its body. */
  public static FhirCall send(HttpMethod method, String pathAndQuery, String json) {
    Objects.requireNonNull(method, "method");
    return of(method + " " + pathAndQuery, method, pathAndQuery, body(JSON, json));
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

  /**
   * The same where this resource is stored, beside what is; by it the application decides what is
   * not told by the request, as whose record a resource is in. A read by its id is answered with
   * it.
   */
  public FhirCall storing(String json) {
    return storing(read(json), "");
  }

  /** The same where a resource of this type and id is stored, of this patient's record. */
  public FhirCall storing(String type, String id, PatientRecord of) {
    return storing(SampleResource.of(type, id, Optional.of(of)), ", stored of patient " + of.id());
  }

  private FhirCall storing(JsonObject resource, String more) {
    Map<String, JsonObject> changed = new HashMap<>(stored);
    changed.put(key(resource), resource);
    boolean read = method == HttpMethod.GET && path.equals("/" + key(resource));
    return new FhirCall(
        words + more, method, path, body, patient, read ? Optional.of(resource) : answer, changed);
  }

  /**
   * The same where nothing is known of what is stored: it is not there, or nobody tells in time.
   */
  public FhirCall knowingNothingStored() {
    return new FhirCall(
        words + ", nothing known to be stored",
        method,
        path,
        body,
        patient,
        Optional.empty(),
        Map.of());
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

  /** What is stored, as far as it is known. */
  Optional<JsonObject> stored(String type, String id) {
    return Optional.ofNullable(stored.get(type + "/" + id));
  }

  /** The resource that the application would answer with, where it is asked to read it. */
  Optional<JsonObject> answer() {
    return answer;
  }

  private static String key(JsonObject resource) {
    return resource.string("resourceType").orElse("?") + "/" + resource.string("id").orElse("?");
  }

  private static JsonObject read(String json) {
    try {
      return JsonReader.of(JsonLimits.forResources())
          .readObject(json.getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException("storing(json): " + e.getMessage(), e);
    }
  }

  private static String within(PatientRecord patient, String type) {
    return "/Patient/" + patient.id() + "/" + type;
  }

  private static FhirCall system(
      Interaction interaction, HttpMethod method, String path, Body body) {
    return of(interaction.code(), method, path, body);
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
      return new FhirCall(
          words,
          method,
          path,
          body,
          patient,
          Optional.of(resource).filter(read -> method == HttpMethod.GET),
          Map.of(key(resource), resource));
    }
  }

  /** What is asked, as in {@code read Observation of patient p1}. */
  @Override
  public String toString() {
    return words;
  }
}
