package org.ztclinical.policy;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Causes that the decision point itself has. */
public enum PolicyReason implements ReasonCode {
  LAYER_FAILED("layer-failed", "a layer could not give an answer"),
  PAGE_NOT_BOUND("page-not-bound", "the page was not given to this principal under these grants"),
  EXPORT_NOT_BOUND(
      "export-not-bound", "the export was not started by this principal under these grants"),
  NO_POLICY("no-policy", "no policy permits this"),
  FORBIDDEN("forbidden", "a policy forbids this"),
  PATIENT_UNKNOWN(
      "patient-unknown", "policies decide by the patient of this, and nobody knows whose it is"),
  RESOURCE_UNKNOWN(
      "resource-unknown", "policies decide by which resource this is, and nobody knows which"),
  NOT_FOR_STORED(
      "not-for-stored",
      "policies do not permit this for what is stored, or what is stored is not known"),
  POLICY_FAILED("policy-failed", "a policy could not be evaluated"),
  TOO_WIDE("too-wide", "the request touches too much to be decided"),
  ENTRY_DENIED("entry-denied", "policy denies an entry of the bundle"),
  STRONGER_AUTHENTICATION(
      "stronger-authentication", "policy permits this with stronger authentication"),
  NOT_RELEASED("not-released", "no policy lets this resource leave");

  private final String code;
  private final String sentence;

  PolicyReason(String code, String sentence) {
    this.code = "policy." + code;
    this.sentence = sentence;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public Layer layer() {
    return Layer.DATA;
  }

  @Override
  public String sentence() {
    return sentence;
  }
}
