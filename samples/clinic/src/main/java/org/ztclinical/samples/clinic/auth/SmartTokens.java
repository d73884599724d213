package org.ztclinical.samples.clinic.auth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * What is in the tokens: RFC 9068 access tokens with SMART's launch context and the login's
 * strength.
 */
final class SmartTokens implements OAuth2TokenCustomizer<JwtEncodingContext> {
  private final LaunchContext launch;

  SmartTokens(LaunchContext launch) {
    this.launch = launch;
  }

  @Override
  public void customize(JwtEncodingContext context) {
    boolean accessToken = OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType());
    if (accessToken) {
      context.getJwsHeader().algorithm(SignatureAlgorithm.RS256).type("at+jwt");
      describeAccess(context);
    }
    if (context.getPrincipal() instanceof PersonaAuthentication login) {
      describePerson(context.getClaims(), login);
      if (accessToken) {
        context.getClaims().claim("sid", login.sessionId());
        launch
            .patient(login.persona(), context.getAuthorizedScopes(), parameters(context))
            .ifPresent(patient -> context.getClaims().claim("patient", patient));
      }
    }
  }

  private void describeAccess(JwtEncodingContext context) {
    boolean backend =
        context.getAuthorizationGrant() instanceof OAuth2ClientCredentialsAuthenticationToken;
    Map<String, Object> parameters = parameters(context);
    String audience =
        (backend ? launch.backendAudience(parameters) : launch.audience(parameters, "aud"))
            .orElseThrow(() -> new IllegalStateException("a request without audience got through"));
    context
        .getClaims()
        .audience(List.of(audience))
        .claim("client_id", context.getRegisteredClient().getClientId())
        .claim("scope", String.join(" ", context.getAuthorizedScopes()));
    if (backend) {
      context.getClaims().claim("roles", List.of(context.getRegisteredClient().getClientId()));
    }
  }

  private void describePerson(JwtClaimsSet.Builder claims, PersonaAuthentication login) {
    claims
        .claim("fhirUser", launch.fhirUser(login.persona()))
        .claim("roles", List.of(login.persona().role()))
        .claim("acr", login.contextClass())
        .claim("amr", login.methods())
        .claim("auth_time", login.time().getEpochSecond());
  }

  private static Map<String, Object> parameters(JwtEncodingContext context) {
    if (context.getAuthorizationGrant()
        instanceof OAuth2ClientCredentialsAuthenticationToken grant) {
      return grant.getAdditionalParameters();
    }
    return Optional.ofNullable(context.getAuthorization())
        .flatMap(SmartTokens::request)
        .map(OAuth2AuthorizationRequest::getAdditionalParameters)
        .orElse(Map.of());
  }

  private static Optional<OAuth2AuthorizationRequest> request(OAuth2Authorization authorization) {
    return Optional.ofNullable(
        authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()));
  }

  /** Repeats the token's launch context beside it, where SMART apps look for it. */
  static void tellApp(
      OAuth2AccessTokenAuthenticationContext context, OAuth2AuthorizationService authorizations) {
    OAuth2AccessTokenAuthenticationToken answer = context.getAuthentication();
    OAuth2Authorization authorization =
        authorizations.findByToken(
            answer.getAccessToken().getTokenValue(), OAuth2TokenType.ACCESS_TOKEN);
    Map<String, Object> told = new HashMap<>(answer.getAdditionalParameters());
    Optional.ofNullable(authorization)
        .map(found -> found.getAccessToken().getClaims())
        .map(claims -> claims.get("patient"))
        .ifPresent(patient -> told.put("patient", patient));
    context.getAccessTokenResponse().additionalParameters(told);
  }
}
