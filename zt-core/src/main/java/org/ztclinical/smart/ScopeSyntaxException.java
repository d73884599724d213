package org.ztclinical.smart;

/**
 * A scope that grants nothing because of how it is written. The message begins with the scope, cut
 * off before its constraint, which may hold patient data.
 */
public final class ScopeSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 64;

  private final String scope;
  private final SmartReason reason;
  private final String rule;

  ScopeSyntaxException(String scope, SmartReason reason, String rule) {
    super(rule, null, false, false);
    this.scope = scope;
    this.reason = reason;
    this.rule = rule;
  }

  /** Malformed, not a resource scope, or a constraint that is not supported. */
  public SmartReason reason() {
    return reason;
  }

  /** The rule that was broken, without the scope. */
  public String rule() {
    return rule;
  }

  /** Written when asked for: most scopes that grant nothing are never shown to anyone. */
  @Override
  public String getMessage() {
    return shown(scope) + ": " + rule;
  }

  private static String shown(String scope) {
    int question = scope.indexOf('?');
    String head = question < 0 ? scope : scope.substring(0, question);
    String cut = head.length() > SHOWN ? head.substring(0, SHOWN) + "…" : head;
    return cut.replaceAll("[^\\x21-\\x7e…]", "�");
  }
}
