package org.ztclinical.session;

import org.ztclinical.token.HandlePart;
import org.ztclinical.token.VerifiedToken;

/**
 * Whether an issuer's tokens name their logins ({@code sid}), as far as they were seen: a logout
 * that names nothing but a login ends none of those that do not. Safe for use by many threads.
 */
final class SaidLogins {
  private volatile boolean anyToken;
  private volatile boolean anyLogin;
  private volatile boolean told;

  void saw(VerifiedToken token) {
    if (anyLogin) {
      return;
    }
    if (token.handles().says(HandlePart.SESSION)) {
      anyLogin = true;
    } else if (!anyToken) {
      anyToken = true;
    }
  }

  /** True once, when tokens were seen and none of them named a login. */
  boolean isWorthTelling() {
    if (!anyToken || anyLogin || told) {
      return false;
    }
    told = true;
    return true;
  }
}
