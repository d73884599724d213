package org.ztclinical.samples.clinic.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads requests for tokens as Spring does, and strikes out the scopes that cannot be granted to
 * this client and this person, before anything else sees them (RFC 6749 §3.3).
 */
final class ScopeNarrowing {
  private final RegisteredClientRepository clients;

  ScopeNarrowing(RegisteredClientRepository clients) {
    this.clients = clients;
  }

  /** For the authorization endpoint. */
  AuthenticationConverter authorizationRequests() {
    AuthenticationConverter spring = new OAuth2AuthorizationCodeRequestAuthenticationConverter();
    return request ->
        spring.convert(request) instanceof OAuth2AuthorizationCodeRequestAuthenticationToken asked
            ? narrowed(asked)
            : null;
  }

  /** For the token endpoint, client credentials. */
  AuthenticationConverter clientCredentials() {
    AuthenticationConverter spring = new OAuth2ClientCredentialsAuthenticationConverter();
    return new AuthenticationConverter() {
      @Override
      public @Nullable Authentication convert(HttpServletRequest request) {
        return spring.convert(request) instanceof OAuth2ClientCredentialsAuthenticationToken asked
            ? narrowed(asked)
            : null;
      }
    };
  }

  private Authentication narrowed(OAuth2AuthorizationCodeRequestAuthenticationToken asked) {
    @Nullable RegisteredClient client = clients.findByClientId(asked.getClientId());
    if (client == null) {
      // Spring refuses it.
      return asked;
    }
    Authentication person = (Authentication) asked.getPrincipal();
    Set<String> scopes =
        person instanceof PersonaAuthentication login
            ? DemoClients.grantable(asked.getScopes(), client, login.persona())
            : DemoClients.grantable(asked.getScopes(), client);
    return new OAuth2AuthorizationCodeRequestAuthenticationToken(
        asked.getAuthorizationUri(),
        asked.getClientId(),
        person,
        asked.getRedirectUri(),
        asked.getState(),
        scopes,
        asked.getAdditionalParameters());
  }

  private Authentication narrowed(OAuth2ClientCredentialsAuthenticationToken asked) {
    Authentication principal = (Authentication) asked.getPrincipal();
    @Nullable RegisteredClient client = clients.findByClientId(principal.getName());
    return client == null
        ? asked
        : new OAuth2ClientCredentialsAuthenticationToken(
            principal,
            DemoClients.grantable(asked.getScopes(), client),
            asked.getAdditionalParameters());
  }
}
