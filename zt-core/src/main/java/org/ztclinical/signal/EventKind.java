package org.ztclinical.signal;

/** The events that mean something here (CAEP 1.0, Shared Signals 1.0, RISC 1.0). */
public enum EventKind {
  SESSION_REVOKED(Family.CAEP, "session-revoked"),
  CREDENTIAL_CHANGE(Family.CAEP, "credential-change"),
  ASSURANCE_LEVEL_CHANGE(Family.CAEP, "assurance-level-change"),
  DEVICE_COMPLIANCE_CHANGE(Family.CAEP, "device-compliance-change"),
  RISK_LEVEL_CHANGE(Family.CAEP, "risk-level-change"),
  TOKEN_CLAIMS_CHANGE(Family.CAEP, "token-claims-change"),
  ACCOUNT_DISABLED(Family.RISC, "account-disabled"),
  ACCOUNT_PURGED(Family.RISC, "account-purged"),
  CREDENTIAL_COMPROMISE(Family.RISC, "credential-compromise"),
  CREDENTIAL_CHANGE_REQUIRED(Family.RISC, "account-credential-change-required"),
  SESSIONS_REVOKED(Family.RISC, "sessions-revoked"),
  VERIFICATION(Family.SSF, "verification"),
  STREAM_UPDATED(Family.SSF, "stream-updated"),
  /** Anything else: recorded, and nothing is done. */
  OTHER(Family.NONE, "other");

  private enum Family {
    CAEP("https://schemas.openid.net/secevent/caep/event-type/"),
    RISC("https://schemas.openid.net/secevent/risc/event-type/"),
    SSF("https://schemas.openid.net/secevent/ssf/event-type/"),
    NONE("");

    private final String prefix;

    Family(String prefix) {
      this.prefix = prefix;
    }
  }

  private final String uri;
  private final String label;

  EventKind(Family family, String name) {
    this.uri = family.prefix + name;
    this.label = name;
  }

  static EventKind of(String uri) {
    for (EventKind kind : values()) {
      if (kind.uri.equals(uri) && kind != OTHER) {
        return kind;
      }
    }
    return OTHER;
  }

  /** The URI that stands for it in {@code events}. */
  public String uri() {
    return uri;
  }

  /** The last part of the URI, for logs. */
  public String label() {
    return label;
  }

  /** Whether something is done about it, so that it must say about whom it is. */
  public boolean acts() {
    return this != VERIFICATION && this != STREAM_UPDATED && this != OTHER;
  }
}
