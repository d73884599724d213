package org.ztclinical.token;

import java.net.URI;
import java.util.UUID;

/**
 * What well-known authorization servers do otherwise than RFC 9068 asks, as far as they document
 * it, each as the methods of {@link TrustedIssuer} one would call by hand. The list with sources is
 * in docs/identity.md. Nothing here is looser than what is named there; what a customer of theirs
 * may configure, such as the audience, is given.
 */
public final class IssuerProfile {
  private IssuerProfile() {}

  /**
   * A realm of Keycloak: {@code typ} is {@code JWT}, the client is in {@code azp}, realm roles are
   * in {@code realm_access.roles}, {@code cnf} has {@code kc-jkt-type} beside {@code jkt}. A client
   * needs an audience mapper for {@code audience}: without it Keycloak does not name an API.
   *
   * @param realm as in {@code https://id.example/realms/clinic}
   */
  public static TrustedIssuer keycloak(String realm, String audience) {
    return TrustedIssuer.of(realm, audience)
        .jwksUri(URI.create(realm + "/protocol/openid-connect/certs"))
        .acceptPlainJwt()
        .rolesIn("realm_access", "roles")
        .bindingType("kc-jkt-type");
  }

  /**
   * One tenant of Microsoft Entra ID, with tokens of version 2 ({@code requestedAccessTokenVersion}
   * 2 in the API's manifest): {@code typ} is {@code JWT}, the client is in {@code azp}, scopes are
   * in {@code scp}, application roles in {@code roles}. Tokens of other tenants are those of other
   * issuers.
   *
   * @param audience the API's application id
   */
  public static TrustedIssuer entra(UUID tenant, String audience) {
    String base = "https://login.microsoftonline.com/" + tenant;
    return TrustedIssuer.of(base + "/v2.0", audience)
        .jwksUri(URI.create(base + "/discovery/v2.0/keys"))
        .acceptPlainJwt()
        .scopeClaim("scp");
  }

  /**
   * A custom authorization server of Okta: tokens have no {@code typ}, the client is in {@code
   * cid}, scopes are a list in {@code scp}, roles are in {@code groups} where that claim was added.
   *
   * @param issuer as in {@code https://clinic.okta.com/oauth2/default}
   */
  public static TrustedIssuer okta(String issuer, String audience) {
    return TrustedIssuer.of(issuer, audience)
        .jwksUri(URI.create(issuer + "/v1/keys"))
        .acceptPlainJwt()
        .clientClaim("cid")
        .scopeClaim("scp")
        .rolesIn("groups");
  }

  /**
   * An EHR's authorization server, asked as SMART App Launch 2.2 §token-introspection says: its
   * answer must have {@code client_id}, {@code scope} and {@code exp}, and may leave out {@code
   * iss}, {@code sub}, {@code aud} and {@code iat}. How its tokens look is not published by Epic,
   * Oracle Health or MEDITECH for others than their own servers, so none of them is read here.
   *
   * @param introspection the endpoint that its {@code .well-known/smart-configuration} names, if it
   *     names one
   */
  public static TrustedIssuer smart(String issuer, String audience, Introspection introspection) {
    return TrustedIssuer.of(issuer, audience)
        .introspection(
            introspection
                .allowMissingIssuer()
                .allowMissingSubject()
                .allowMissingAudience()
                .allowMissingIssueTime());
  }
}
