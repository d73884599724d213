package org.ztclinical.fhir;

import java.util.Optional;
import org.ztclinical.json.JsonObject;

/**
 * What a stored resource becomes by a patch that this library does not apply itself: a FHIRPath
 * Patch or an XML Patch (FHIR R4 §3.1.0.6). A JSON Patch needs no preview.
 *
 * <p>Contract: give exactly what the server would store, without storing it, without following
 * references and without calling anything. Empty means "cannot be foreseen": an unknown operation,
 * a path that finds nothing or too much, text that does not parse, a deadline passed. Whatever
 * depends on it is then denied. XML is parsed without DTD and without external entities. Safe for
 * use by many threads. The library asks {@linkplain #within within a deadline}, on a thread of its
 * own; then an implementation may also throw, and is interrupted when it is late.
 */
public interface PatchPreview {

  /** The resource after a FHIRPath Patch, given as its Parameters resource. */
  Optional<JsonObject> afterFhirPathPatch(JsonObject stored, JsonObject parameters);

  /** The resource after an XML Patch (RFC 5261), given as its text. */
  Optional<JsonObject> afterXmlPatch(JsonObject stored, String patch);

  /** The same within a deadline: never throws, never takes longer. */
  default PatchPreview within(FactDeadline deadline) {
    PatchPreview asked = this;
    return new PatchPreview() {
      @Override
      public Optional<JsonObject> afterFhirPathPatch(JsonObject stored, JsonObject parameters) {
        return deadline.ask("patchPreview", () -> asked.afterFhirPathPatch(stored, parameters));
      }

      @Override
      public Optional<JsonObject> afterXmlPatch(JsonObject stored, String patch) {
        return deadline.ask("patchPreview", () -> asked.afterXmlPatch(stored, patch));
      }
    };
  }

  /** The same, where each preview takes of the room and time that one request has to look. */
  default PatchPreview countedBy(BoundedLookup looks) {
    PatchPreview asked = this;
    return new PatchPreview() {
      @Override
      public Optional<JsonObject> afterFhirPathPatch(JsonObject stored, JsonObject parameters) {
        return looks.ask(() -> asked.afterFhirPathPatch(stored, parameters));
      }

      @Override
      public Optional<JsonObject> afterXmlPatch(JsonObject stored, String patch) {
        return looks.ask(() -> asked.afterXmlPatch(stored, patch));
      }
    };
  }

  /** Foresees nothing: confined patches other than JSON Patch are denied. */
  static PatchPreview none() {
    return new PatchPreview() {
      @Override
      public Optional<JsonObject> afterFhirPathPatch(JsonObject stored, JsonObject parameters) {
        return Optional.empty();
      }

      @Override
      public Optional<JsonObject> afterXmlPatch(JsonObject stored, String patch) {
        return Optional.empty();
      }
    };
  }
}
