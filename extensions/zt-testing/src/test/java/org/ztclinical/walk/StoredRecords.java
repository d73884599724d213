package org.ztclinical.walk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.access.Clearance;
import org.ztclinical.enforce.Response;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;

/** A small FHIR server: what it holds can be looked up, read, and is not changed by writes. */
final class StoredRecords implements ResourceLookup {
  private static final String OUTCOME = "{\"resourceType\":\"OperationOutcome\"}";

  private final Map<String, JsonObject> resources = new LinkedHashMap<>();
  final List<String> lookedUp = new ArrayList<>();

  /** Holds this resource; single quotes stand for double ones. */
  StoredRecords with(String json) {
    JsonObject resource = object(json);
    resources.put(
        resource.string("resourceType").orElseThrow() + "/" + resource.string("id").orElseThrow(),
        resource);
    return this;
  }

  /** Holds a resource of this type and id, whose subject is this patient. */
  StoredRecords of(String type, String id, String patient) {
    return with(
        "{'resourceType':'%s','id':'%s','subject':{'reference':'Patient/%s'}}"
            .formatted(type, id, patient));
  }

  @Override
  public Optional<JsonObject> find(String type, String id) {
    lookedUp.add(type + "/" + id);
    return Optional.ofNullable(resources.get(type + "/" + id));
  }

  /** Does what a request may do, as servers do: a transaction fails over what is not there. */
  Response answer(Clearance clearance) {
    CanonicalRequest request = clearance.toPerform();
    String path = request.path().text().replaceFirst("^/fhir/?", "");
    if (path.isEmpty()) {
      return bundle(object(new String(request.body().bytes(), StandardCharsets.UTF_8)));
    }
    return request.method() == HttpMethod.GET
        ? read(path).map(body -> Response.json(200, body)).orElse(Response.json(404, OUTCOME))
        : Response.json(200, OUTCOME);
  }

  private Optional<String> read(String path) {
    String[] parts = path.split("[/?]");
    Optional<String> found =
        Optional.ofNullable(resources.get(parts[0] + "/" + parts[1])).map(StoredRecords::text);
    if (parts.length == 3) {
      String type = parts[2].equals("_history") ? "history" : "searchset";
      return found.map(
          resource ->
              "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[{\"resource\":%s}]}"
                  .formatted(type, resource));
    }
    return found;
  }

  private Response bundle(JsonObject sent) {
    List<String> answers = new ArrayList<>();
    boolean absent = false;
    for (JsonObject entry : sent.objects("entry")) {
      JsonObject request = entry.object("request").orElseThrow();
      boolean reads = request.string("method").orElseThrow().equals("GET");
      Optional<String> found =
          reads ? read(request.string("url").orElseThrow()) : Optional.of(OUTCOME);
      absent |= found.isEmpty();
      answers.add(
          found
              .map(body -> "{\"resource\":" + body + ",\"response\":{\"status\":\"200\"}}")
              .orElse("{\"response\":{\"status\":\"404\"}}"));
    }
    String type = sent.string("type").orElseThrow();
    return absent && type.equals("transaction")
        ? Response.json(404, OUTCOME)
        : Response.json(
            200,
            "{\"resourceType\":\"Bundle\",\"type\":\"%s-response\",\"entry\":[%s]}"
                .formatted(type, String.join(",", answers)));
  }

  private static String text(JsonObject resource) {
    return new String(JsonWriter.write(resource), StandardCharsets.UTF_8);
  }

  private static JsonObject object(String json) {
    try {
      return JsonReader.of(JsonLimits.forResources())
          .readObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
