package org.ztclinical.token;

import java.util.List;
import java.util.Set;

/**
 * Where an issuer's tokens say what others say elsewhere, and how far its word on authentication
 * goes. Immutable.
 *
 * @param clientClaims further names of the client, beside {@code client_id} and {@code azp}
 * @param scopeClaim the claim of scopes
 * @param rolesPath names of members from the claims down to the list of roles; empty when it is
 *     where the application's configuration says
 * @param acrOrder context classes from the weakest to the strongest; empty when there is no order
 * @param mfa whether it was said that its word on authentication counts
 * @param bindingTypes members of {@code cnf} that say by what {@code jkt} is proven
 */
record IssuerReading(
    Set<String> clientClaims,
    String scopeClaim,
    List<String> rolesPath,
    List<String> acrOrder,
    boolean mfa,
    Set<String> bindingTypes) {
  static final IssuerReading STANDARD =
      new IssuerReading(Set.of(), "scope", List.of(), List.of(), false, Set.of());

  IssuerReading withClientClaims(Set<String> changed) {
    return new IssuerReading(changed, scopeClaim, rolesPath, acrOrder, mfa, bindingTypes);
  }

  IssuerReading withScopeClaim(String changed) {
    return new IssuerReading(clientClaims, changed, rolesPath, acrOrder, mfa, bindingTypes);
  }

  IssuerReading withRolesPath(List<String> changed) {
    return new IssuerReading(clientClaims, scopeClaim, changed, acrOrder, mfa, bindingTypes);
  }

  IssuerReading withAcrOrder(List<String> changed) {
    return new IssuerReading(clientClaims, scopeClaim, rolesPath, changed, mfa, bindingTypes);
  }

  IssuerReading withMfa() {
    return new IssuerReading(clientClaims, scopeClaim, rolesPath, acrOrder, true, bindingTypes);
  }

  IssuerReading withBindingTypes(Set<String> changed) {
    return new IssuerReading(clientClaims, scopeClaim, rolesPath, acrOrder, mfa, changed);
  }
}
