package org.ztclinical.obligation;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Why an obligation was not fulfilled. */
public enum ObligationReason implements ReasonCode {
  NOT_HANDLED("not-handled", "a policy demands what nobody here fulfils"),
  FAILED("failed", "what a policy demands could not be done"),
  JUSTIFICATION_REQUIRED(
      "justification-required", "a reason for looking at this patient's record must be stated"),
  JUSTIFICATION_UNREADABLE(
      "justification-unreadable", "the reason that was stated cannot be accepted"),
  JUSTIFICATION_UNKNOWN(
      "justification-unknown",
      "it cannot be told whether a reason was stated before; state it with the request"),
  NOT_ONE_PATIENT(
      "not-one-patient", "a reason is stated for one patient, and the request is not about one"),
  NOT_JUSTIFIABLE(
      "not-justifiable", "no stated reason allows to change what is stored about a patient");

  private final String code;
  private final String sentence;

  ObligationReason(String code, String sentence) {
    this.code = "obligation." + code;
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
