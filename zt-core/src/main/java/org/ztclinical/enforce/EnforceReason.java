package org.ztclinical.enforce;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Causes that enforcement itself has. */
public enum EnforceReason implements ReasonCode {
  AUDIT_UNAVAILABLE("audit-unavailable", "the audit log cannot be written, so nothing is released"),
  ANSWER_UNREADABLE("answer-unreadable", "the application's answer cannot be checked"),
  ANSWER_REFUSED("answer-refused", "nothing in the application's answer may be seen"),
  BODY_SUPPRESSED("body-suppressed", "writing was allowed, reading was not"),
  OUTCOME_WITHHELD("outcome-withheld", "the application's own words may name what may not be seen"),
  APPLICATION_ERROR("application-error", "the application answered with an error"),
  ENFORCEMENT_FAILED("enforcement-failed", "this library failed, so nothing is released"),
  DELIVERY_FAILED("delivery-failed", "the answer could not be delivered to its end"),
  SESSION_ENDED("session-ended", "what the request was admitted with ended before its answer left"),
  WORK_FAILED("work-failed", "the application failed while it worked");

  private final String code;
  private final String sentence;

  EnforceReason(String code, String sentence) {
    this.code = "enforce." + code;
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
