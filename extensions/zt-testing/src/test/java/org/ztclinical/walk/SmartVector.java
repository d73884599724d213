package org.ztclinical.walk;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonValue;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;

/** One line of the SMART vectors: what was asked, with what, and what may come of it. */
record SmartVector(JsonObject line) {
  private static final String DEFAULT_BASE = "https://fhir.example.org/r4";

  String id() {
    return line.string("id").orElseThrow();
  }

  String category() {
    return line.string("category").orElseThrow();
  }

  List<String> scopes() {
    return strings("scopes");
  }

  /** The launch context as the token carries it: claims by name, those that are null left out. */
  Map<String, Object> launch() {
    Map<String, Object> claims = new LinkedHashMap<>();
    JsonObject launch = line.object("launch").orElse(new JsonObject(Map.of()));
    for (String name : List.of("patient", "encounter", "fhirUser")) {
      launch.string(name).ifPresent(value -> claims.put(name, value));
    }
    return claims;
  }

  String launchPatient() {
    return String.valueOf(launch().getOrDefault("patient", ""));
  }

  String serverBase() {
    return line.string("serverBase").orElse(DEFAULT_BASE);
  }

  String expect() {
    return line.string("expect").orElseThrow();
  }

  /** The expected outcome and those that are acceptable too. */
  Set<String> accepted() {
    Set<String> accepted = new TreeSet<>(strings("alsoAccept"));
    accepted.add(expect());
    return accepted;
  }

  List<String> visible() {
    return strings("visible");
  }

  List<String> hidden() {
    return strings("hidden");
  }

  List<String> entries() {
    return strings("entries");
  }

  List<String> obligations() {
    return strings("obligations");
  }

  Map<String, JsonObject> resources() {
    Map<String, JsonObject> resources = new LinkedHashMap<>();
    line.object("resources")
        .ifPresent(
            stored ->
                stored.members().forEach((name, value) -> resources.put(name, (JsonObject) value)));
    return resources;
  }

  Optional<JsonObject> resource(String type, String id) {
    return Optional.ofNullable(resources().get(type + "/" + id));
  }

  /** The request in its canonical form, for an application that serves FHIR below this path. */
  CanonicalRequest request(String fhirPath) throws RequestRefusedException {
    JsonObject request = line.object("request").orElseThrow();
    Map<String, List<String>> headers = new TreeMap<>();
    request
        .object("headers")
        .ifPresent(
            sent ->
                sent.members()
                    .forEach(
                        (name, value) ->
                            headers.put(
                                name.toLowerCase(Locale.ROOT),
                                List.of(((JsonString) value).value()))));
    String url = request.string("url").orElseThrow();
    return CanonicalRequest.parse(
        HttpMethod.parse(request.string("method").orElseThrow()),
        fhirPath + (url.startsWith("/") ? url : "/" + url),
        headers,
        body(request.get("body"), headers.get("content-type")));
  }

  private static Body body(JsonValue body, List<String> contentType) {
    if (body == null) {
      return Body.none();
    }
    if (body instanceof JsonString form) {
      return Body.of(
          mediaType(contentType, "application/x-www-form-urlencoded"),
          form.value().getBytes(StandardCharsets.UTF_8));
    }
    String otherwise =
        body instanceof JsonArray ? "application/json-patch+json" : "application/fhir+json";
    return Body.of(mediaType(contentType, otherwise), JsonWriter.write(body));
  }

  private static String mediaType(List<String> contentType, String otherwise) {
    return contentType == null
        ? otherwise
        : contentType.get(0).split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private List<String> strings(String member) {
    return line.array(member).stream().map(value -> ((JsonString) value).value()).toList();
  }
}
