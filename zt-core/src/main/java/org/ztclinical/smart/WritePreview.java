package org.ztclinical.smart;

import java.util.Objects;
import java.util.Optional;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.fhir.Interaction;
import org.ztclinical.fhir.PatchPreview;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonPatch;

/**
 * Foresees what an update or patch makes of a stored resource.
 *
 * @param patches foresees patches that this library does not apply itself
 */
public record WritePreview(PatchPreview patches) {
  public WritePreview {
    Objects.requireNonNull(patches, "patches");
  }

  /**
   * What the resource becomes; empty when that cannot be foreseen, or when the patch would make
   * another resource of it.
   *
   * @param request an update or a patch, by id
   * @param stored what is stored now
   */
  public Optional<JsonObject> of(FhirRequest request, JsonObject stored) {
    if (request.interaction() == Interaction.UPDATE) {
      // The id is that of the URL: the classifier refuses a body with another.
      return request.resource();
    }
    return patched(request, stored)
        .filter(result -> result.string("resourceType").equals(request.type()))
        .filter(result -> result.string("id").equals(stored.string("id")));
  }

  private Optional<JsonObject> patched(FhirRequest request, JsonObject stored) {
    if (request.jsonPatch().isPresent()) {
      return JsonPatch.apply(request.jsonPatch().get(), stored)
          .filter(JsonObject.class::isInstance)
          .map(JsonObject.class::cast);
    }
    return request
        .xmlPatch()
        .map(patch -> patches.afterXmlPatch(stored, patch))
        .orElseGet(
            () -> request.resource().flatMap(patch -> patches.afterFhirPathPatch(stored, patch)));
  }
}
