package org.ztclinical.samples.clinic.auth;

import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a back end's signed assertion that comes without {@code client_id}, as SMART's back ends
 * send it (SMART 2.2 §backend-services); Spring's own reader asks for one. The client named inside
 * is only claimed here: Spring then checks the signature with that client's keys.
 */
final class BackendAssertions implements AuthenticationConverter {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final int LONGEST = 8_192;

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    String assertion = request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION);
    if (assertion == null
        || assertion.length() > LONGEST
        || request.getParameter(OAuth2ParameterNames.CLIENT_ID) != null
        || !JWT_BEARER.equals(request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION_TYPE))) {
      return null;
    }
    String claimed = claimedClient(assertion);
    Map<String, Object> others = new HashMap<>();
    request.getParameterMap().forEach((name, values) -> others.put(name, values[0]));
    others
        .keySet()
        .removeAll(
            Set.of(
                OAuth2ParameterNames.CLIENT_ASSERTION, OAuth2ParameterNames.CLIENT_ASSERTION_TYPE));
    return claimed == null
        ? null
        : new OAuth2ClientAuthenticationToken(
            claimed, new ClientAuthenticationMethod(JWT_BEARER), assertion, others);
  }

  private static @Nullable String claimedClient(String assertion) {
    try {
      return SignedJWT.parse(assertion).getJWTClaimsSet().getSubject();
    } catch (ParseException e) {
      return null;
    }
  }
}
