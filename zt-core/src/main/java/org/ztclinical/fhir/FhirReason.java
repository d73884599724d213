package org.ztclinical.fhir;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Why a request has no meaning that this library knows. */
public enum FhirReason implements ReasonCode {
  METHOD_OVERRIDE("method-override", "method override headers and parameters are refused"),
  FORMAT_NOT_SUPPORTED("format-not-supported", "this form of FHIR is not supported here"),
  MEDIA_TYPE_NOT_SUPPORTED("media-type-not-supported", "a body in this form is not supported here"),
  INTERACTION_UNKNOWN("interaction-unknown", "no interaction has this method and path"),
  TYPE_UNKNOWN("type-unknown", "not a resource type of FHIR R4"),
  ID_MALFORMED("id-malformed", "not a FHIR id"),
  PARAMETER_UNKNOWN("parameter-unknown", "the interaction does not define such a parameter"),
  PARAMETER_CONFLICT("parameter-conflict", "a parameter that has one value was given several"),
  PARAMETER_MALFORMED("parameter-malformed", "a search parameter cannot be read"),
  CRITERIA_MISSING("criteria-missing", "a conditional interaction needs criteria"),
  BODY_UNEXPECTED("body-unexpected", "the interaction has no body"),
  BODY_MALFORMED("body-malformed", "the body is not what the interaction needs"),
  BODY_MISMATCH("body-mismatch", "type or id of the body are not those of the URL"),
  BUNDLE_NESTED("bundle-nested", "a bundle within a bundle is refused"),
  BUNDLE_NOT_PROCESSABLE("bundle-not-processable", "only a batch or a transaction can be posted"),
  ENTRY_MALFORMED("entry-malformed", "an entry of the bundle cannot be read as a request");

  private final String code;
  private final String sentence;

  FhirReason(String code, String sentence) {
    this.code = "fhir." + code;
    this.sentence = sentence;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public Layer layer() {
    return Layer.APPLICATION;
  }

  @Override
  public String sentence() {
    return sentence;
  }
}
