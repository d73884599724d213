package org.ztclinical.policy;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Causes that the decision point itself has. */
public enum PolicyReason implements ReasonCode {
  LAYER_FAILED("layer-failed", "a layer could not give an answer"),
  PAGE_NOT_BOUND("page-not-bound", "the page was not given to this principal under these grants");

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
