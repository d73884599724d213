package org.ztclinical.access;

import java.util.List;
import java.util.Objects;
import org.ztclinical.reason.Experimental;
import org.ztclinical.smart.LaunchContext;

/**
 * What another server's authorization server granted to this application: used to decide before a
 * request leaves. The access token itself is opaque to a client (RFC 6749 §1.4) and is not part of
 * it.
 *
 * @param issuer the authorization server, as configured
 * @param clientId our client id there
 * @param subject for whom the application acts, as it names its users; printed nowhere
 * @param scopes the scopes of the token response (RFC 6749 §5.1), one element each
 * @param launch the launch context of the token response (SMART 2.2)
 */
@Experimental
public record OutboundGrant(
    String issuer, String clientId, String subject, List<String> scopes, LaunchContext launch) {
  public OutboundGrant {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(clientId, "clientId");
    Objects.requireNonNull(subject, "subject");
    scopes = List.copyOf(scopes);
    Objects.requireNonNull(launch, "launch");
  }

  @Override
  public String toString() {
    return "grant of " + issuer + " to " + clientId;
  }
}
