package org.ztclinical;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ztclinical.session.SessionRules;
import org.ztclinical.token.TrustedIssuer;

/** What a builder was told about who says who users are, and how their ends are kept. */
final class IdentitySettings {
  private final List<TrustedIssuer> issuers = new ArrayList<>();
  private SessionRules sessions = SessionRules.standard();

  void trust(TrustedIssuer issuer) {
    issuers.add(Objects.requireNonNull(issuer, "issuer"));
  }

  void sessions(SessionRules rules) {
    sessions = Objects.requireNonNull(rules, "rules");
  }

  void check() {
    if (issuers.isEmpty()) {
      throw new IllegalStateException(
          "no issuer is trusted: call trustIssuer(TrustedIssuer.of(issuer, audience)…)");
    }
  }

  List<TrustedIssuer> issuers() {
    return List.copyOf(issuers);
  }

  SessionRules sessions() {
    return sessions;
  }
}
