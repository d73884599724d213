package org.ztclinical.hapiserver;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;

/** HAPI's resources in the form that decisions read. */
final class Encoded {
  private static final JsonReader READER = JsonReader.of(JsonLimits.forResources());

  private Encoded() {}

  /** The whole resource; fails for one that is too large to be read. */
  static JsonObject json(FhirContext context, @Nullable IBaseResource resource) {
    if (resource == null) {
      throw new IllegalStateException("the server answered with nothing");
    }
    String text = context.newJsonParser().encodeResourceToString(resource);
    try {
      return READER.readObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      // Its message may say what stands in the resource.
      throw new IllegalStateException("what the server answered with is not readable JSON");
    }
  }
}
