package org.ztclinical.cedar.ast;

/** What a satisfied policy says. */
public enum Effect {
  PERMIT("permit"),
  FORBID("forbid");

  private final String cedarName;

  Effect(String cedarName) {
    this.cedarName = cedarName;
  }

  /** The word in the Cedar language. */
  public String cedarName() {
    return cedarName;
  }
}
