package org.ztclinical.audit;

import org.ztclinical.reason.Layer;
import org.ztclinical.reason.ReasonCode;

/** Why the log could not acknowledge. In a denial these speak for the data layer. */
public enum AuditReason implements ReasonCode {
  QUEUE_FULL("queue-full", "the audit log cannot keep up, so nothing may be released"),
  LATE("late", "the audit log did not answer in time, so nothing may be released"),
  STORAGE_FAILED("storage-failed", "the audit log cannot be written, so nothing may be released"),
  CLOSED("closed", "the audit log is closed, so nothing may be released"),
  RECORD_TOO_LARGE("record-too-large", "the audit record is too large, so nothing may be released");

  private final String code;
  private final String sentence;

  AuditReason(String code, String sentence) {
    this.code = "audit." + code;
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
