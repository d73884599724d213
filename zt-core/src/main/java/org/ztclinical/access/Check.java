package org.ztclinical.access;

/**
 * The checks that can observe before they enforce. Everything not listed (tokens, classification,
 * scopes, compartments, audit, the response check) always enforces.
 */
public enum Check {
  /** The device layer. */
  DEVICE("device"),
  /** The network layer. */
  NETWORK("network"),
  /** Policies. */
  POLICY("policy"),
  /** The patient's consent. */
  CONSENT("consent"),
  /** The rule that asks for multi-factor authentication. */
  MFA("mfa");

  private final String code;

  Check(String code) {
    this.code = code;
  }

  /** The stable lower-case name used in records and logs. */
  public String code() {
    return code;
  }
}
