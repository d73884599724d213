package org.ztclinical.cedar.value;

/** The types a value can have, under the names the Cedar language uses. */
public enum ValueKind {
  BOOL("Bool"),
  LONG("Long"),
  STRING("String"),
  ENTITY("Entity"),
  SET("Set"),
  RECORD("Record"),
  DECIMAL("decimal"),
  IPADDR("ipaddr"),
  DATETIME("datetime"),
  DURATION("duration");

  private final String cedarName;

  ValueKind(String cedarName) {
    this.cedarName = cedarName;
  }

  /** The type's name in the Cedar language. */
  public String cedarName() {
    return cedarName;
  }
}
