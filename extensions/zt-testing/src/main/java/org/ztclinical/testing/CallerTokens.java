package org.ztclinical.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ztclinical.access.RouteCall;
import org.ztclinical.identity.Identity;
import org.ztclinical.token.SigningAlgorithm;

/**
 * Identities of callers: a token is minted for what is asked, verified and resolved. Where a caller
 * says no scopes, it comes with all that could be needed, so that policies decide. Not safe for use
 * by many threads.
 */
final class CallerTokens {
  private static final String ALL_OF_SERVICE = "system/*.cruds";
  private static final String ALL_OF_USER = "user/*.cruds";

  private final String audience;
  private final ManualClock clock;
  private final TestIssuer issuer;

  CallerTokens(String audience, Instant start) {
    this.audience = audience;
    this.clock = ManualClock.at(start);
    this.issuer = TestIssuer.of("https://issuer.example", SigningAlgorithm.ES256, clock);
  }

  /** Who asks for FHIR now. */
  Identity of(Caller caller, FhirCall call, Instant now) {
    clock.set(now);
    return issuer.identity(audience, good -> caller.bend(scoped(caller, call, good)));
  }

  /** Who comes by a route now. */
  Identity of(Caller caller, RouteCall call, Instant now) {
    clock.set(now);
    List<String> scopes = new ArrayList<>(call.route().scopes());
    scopes.add(caller.isService() ? ALL_OF_SERVICE : ALL_OF_USER);
    return issuer.identity(
        audience,
        good -> caller.bend(caller.saysScopes() ? good : good.scope(String.join(" ", scopes))));
  }

  private static TestToken scoped(Caller caller, FhirCall call, TestToken good) {
    if (caller.saysScopes()) {
      return good;
    }
    if (caller.isService()) {
      return good.scope(ALL_OF_SERVICE);
    }
    return call.patient()
        .map(of -> good.scope("patient/*.cruds").patient(of.id()))
        .orElseGet(() -> good.scope(ALL_OF_USER));
  }
}
