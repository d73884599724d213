package org.ztclinical.smart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ztclinical.fhir.PatchPreview;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonString;
import org.ztclinical.reason.ReasonCode;

/** Confined FHIRPath and XML patches need to be foreseen. */
class PatchPreviewTest {
  private static final String STORED =
      "{'resourceType':'Observation','id':'o1','subject':{'reference':'Patient/123'}}";
  private static final String XML = "<diff><remove sel='f:Observation/f:note'/></diff>";
  private static final String FHIR_PATH =
      "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":["
          + "{\"name\":\"type\",\"valueCode\":\"delete\"},"
          + "{\"name\":\"path\",\"valueString\":\"Observation.note\"}]}]}";

  @Test
  void withoutAPreviewAConfinedPatchIsDeniedAndAWholeOneIsNot() {
    assertThat(Asked.reason(xml("patient/Observation.u", PatchPreview.none())))
        .isEqualTo(SmartReason.PATCH_NOT_PREVIEWED);
    assertThat(Asked.reason(fhirPath("patient/Observation.u", PatchPreview.none())))
        .isEqualTo(SmartReason.PATCH_NOT_PREVIEWED);
    assertThat(Asked.verdict(xml("user/Observation.u", PatchPreview.none()))).isEqualTo("covered");
  }

  @Test
  void theForeseenResourceMustBeWithinTheGrant() {
    assertThat(Asked.verdict(xml("patient/Observation.u", becoming("Patient/123"))))
        .isEqualTo("covered");
    assertThat(Asked.verdict(fhirPath("patient/Observation.u", becoming("Patient/123"))))
        .isEqualTo("covered");
    assertThat(reason(xml("patient/Observation.u", becoming("Patient/456"))))
        .isEqualTo(SmartReason.OUTSIDE_COMPARTMENT);
    assertThat(reason(fhirPath("patient/Observation.u", becoming("Patient/456"))))
        .isEqualTo(SmartReason.OUTSIDE_COMPARTMENT);
  }

  @Test
  void aPreviewThatChangesTypeOrIdForeseesNothing() {
    assertThat(reason(xml("patient/Observation.u", changing("id", "o2"))))
        .isEqualTo(SmartReason.PATCH_NOT_PREVIEWED);
    assertThat(reason(xml("patient/Observation.u", changing("resourceType", "Condition"))))
        .isEqualTo(SmartReason.PATCH_NOT_PREVIEWED);
  }

  @Test
  void anXmlPatchThatMayReferByCriteriaNeedsEverythingSearchable() {
    String patch = "<diff><add sel='f:x'><reference value='Patient?name=x'/></add></diff>";

    assertThat(reason(ask("user/Observation.u", PatchPreview.none(), patch)))
        .isEqualTo(SmartReason.JOIN_NOT_COVERED);
    assertThat(Asked.verdict(ask("user/*.cruds", PatchPreview.none(), patch))).isEqualTo("covered");
  }

  private static ScopeDecision xml(String scope, PatchPreview preview) {
    return ask(scope, preview, XML);
  }

  private static ScopeDecision ask(String scope, PatchPreview preview, String patch) {
    return Asked.with(scope)
        .stored(STORED)
        .previewing(preview)
        .sending("application/xml-patch+xml")
        .ask("PATCH", "/Observation/o1", patch);
  }

  private static ScopeDecision fhirPath(String scope, PatchPreview preview) {
    return Asked.with(scope)
        .stored(STORED)
        .previewing(preview)
        .ask("PATCH", "/Observation/o1", FHIR_PATH);
  }

  private static PatchPreview becoming(String subject) {
    return preview(
        Asked.json(
            "{'resourceType':'Observation','id':'o1','subject':{'reference':'" + subject + "'}}"));
  }

  private static PatchPreview changing(String member, String value) {
    return preview(Asked.json(STORED).with(member, new JsonString(value)));
  }

  private static PatchPreview preview(JsonObject result) {
    return new PatchPreview() {
      @Override
      public Optional<JsonObject> afterFhirPathPatch(JsonObject stored, JsonObject parameters) {
        return Optional.of(result);
      }

      @Override
      public Optional<JsonObject> afterXmlPatch(JsonObject stored, String patch) {
        return Optional.of(result);
      }
    };
  }

  private static ReasonCode reason(ScopeDecision decision) {
    return Asked.reason(decision);
  }
}
