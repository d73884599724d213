package org.ztclinical.reason;

/** The five layers of a request's walk, in order (NIST SP 800-207 §3). */
public enum Layer {
  /** Who asks: token, authentication strength, session. */
  IDENTITY("identity"),
  /** From which machine. */
  DEVICE("device"),
  /** From which zone to which zone. */
  NETWORK("network"),
  /** Which FHIR interaction, and do the SMART scopes and the compartment cover it. */
  APPLICATION("application"),
  /** Policy, consent, purpose of use, labels. */
  DATA("data");

  private final String code;

  Layer(String code) {
    this.code = code;
  }

  /** The stable lower-case name used in records and explanations. */
  public String code() {
    return code;
  }
}
