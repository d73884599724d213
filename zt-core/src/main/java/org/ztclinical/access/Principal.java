package org.ztclinical.access;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ztclinical.identity.Identity;

/**
 * Who acts, as the audit log and paging links name them. Prints the issuer and client only.
 *
 * @param subject unique within the issuer
 * @param clientId the application that holds the token; may be empty where none is named
 * @param tokenId the token's {@code jti}
 */
public record Principal(
    String issuer, String subject, String clientId, Optional<String> tokenId, List<String> roles) {
  public Principal {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(clientId, "clientId");
    Objects.requireNonNull(tokenId, "tokenId");
    roles = List.copyOf(roles);
  }

  /** The principal a verified identity stands for. */
  public static Principal of(Identity identity) {
    return new Principal(
        identity.issuer(),
        identity.subject(),
        identity.clientId(),
        identity.tokenId(),
        List.copyOf(identity.roles()));
  }

  @Override
  public String toString() {
    return "principal of " + issuer + " through " + clientId;
  }
}
