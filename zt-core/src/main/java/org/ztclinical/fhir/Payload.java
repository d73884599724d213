package org.ztclinical.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.json.JsonValue;
import org.ztclinical.request.Body;
import org.ztclinical.request.Parameters;
import org.ztclinical.request.RequestRefusedException;

/** What a request carries: bytes still to be read, or a resource out of a bundle. */
final class Payload {
  private static final JsonReader JSON = JsonReader.of(JsonLimits.forResources());
  private static final String JSON_PATCH = "application/json-patch+json";

  private final Body body;
  private final @Nullable JsonObject resource;

  private Payload(Body body, @Nullable JsonObject resource) {
    this.body = body;
    this.resource = resource;
  }

  static Payload of(Body body) {
    return new Payload(body, null);
  }

  /**
   * The resource of a bundle entry; a JSON or XML Patch comes there as a Binary (FHIR R4 §3.1.0.6).
   */
  static Payload of(@Nullable JsonObject resource) throws NoMeaningException {
    String patch = resource == null ? "" : patchType(resource);
    if (resource != null && !patch.isEmpty()) {
      try {
        byte[] bytes = Base64.getDecoder().decode(resource.string("data").orElse(""));
        return new Payload(Body.of(patch, bytes), null);
      } catch (IllegalArgumentException e) {
        throw new NoMeaningException(FhirReason.BODY_MALFORMED);
      }
    }
    return new Payload(Body.none(), resource);
  }

  boolean isEmpty() {
    return resource == null && body.isEmpty();
  }

  void mustBeEmpty() throws NoMeaningException {
    if (!isEmpty()) {
      throw new NoMeaningException(FhirReason.BODY_UNEXPECTED);
    }
  }

  boolean isJsonPatch() {
    return body.mediaType().equals(JSON_PATCH);
  }

  boolean isXmlPatch() {
    return body.mediaType().equals(XmlPatch.MEDIA_TYPE);
  }

  String xmlPatch() throws NoMeaningException {
    return XmlPatch.read(body.bytes());
  }

  JsonObject object() throws NoMeaningException {
    if (resource != null) {
      return resource;
    }
    if (body.isEmpty()) {
      throw new NoMeaningException(FhirReason.BODY_MALFORMED);
    }
    if (!MediaTypes.isJson(body.mediaType())) {
      throw new NoMeaningException(FhirReason.MEDIA_TYPE_NOT_SUPPORTED);
    }
    if (read() instanceof JsonObject object) {
      return object;
    }
    throw new NoMeaningException(FhirReason.BODY_MALFORMED);
  }

  JsonArray array() throws NoMeaningException {
    if (read() instanceof JsonArray array) {
      return array;
    }
    throw new NoMeaningException(FhirReason.BODY_MALFORMED);
  }

  /** The parameters of a form; a body of another kind is neither a search nor a create. */
  Parameters form() throws NoMeaningException {
    if (isEmpty()) {
      return Parameters.none();
    }
    if (!body.mediaType().equals("application/x-www-form-urlencoded")) {
      throw new NoMeaningException(FhirReason.MEDIA_TYPE_NOT_SUPPORTED, "a search needs a form");
    }
    try {
      return Parameters.parse(new String(body.bytes(), StandardCharsets.ISO_8859_1));
    } catch (RequestRefusedException e) {
      throw new NoMeaningException(FhirReason.PARAMETER_MALFORMED);
    }
  }

  private JsonValue read() throws NoMeaningException {
    try {
      return JSON.read(body.bytes());
    } catch (JsonSyntaxException e) {
      throw new NoMeaningException(FhirReason.BODY_MALFORMED);
    }
  }

  /** The media type of the patch that a Binary stands for; empty for anything else. */
  private static String patchType(JsonObject resource) {
    return resource
        .string("resourceType")
        .filter("Binary"::equals)
        .flatMap(binary -> resource.string("contentType"))
        .filter(type -> type.equals(JSON_PATCH) || type.equals(XmlPatch.MEDIA_TYPE))
        .orElse("");
  }
}
