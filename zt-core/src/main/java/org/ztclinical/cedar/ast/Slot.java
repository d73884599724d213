package org.ztclinical.cedar.ast;

/** A place in a template's scope that a link fills. */
public enum Slot implements ScopeConstraint.Target {
  PRINCIPAL("?principal"),
  RESOURCE("?resource");

  private final String cedarName;

  Slot(String cedarName) {
    this.cedarName = cedarName;
  }

  /** The slot in the Cedar language. */
  public String cedarName() {
    return cedarName;
  }
}
