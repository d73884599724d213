package org.ztclinical.samples.clinic.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.ztclinical.samples.clinic.personas.Persona;
import org.ztclinical.samples.clinic.settings.ClinicSettings;

/**
 * For which API a token is, and for which patient (SMART 2.2 §app-launch).
 *
 * <p>A launch from the demonstration EHR is {@code launch=<id of a patient of the clinic>} with the
 * scope {@code launch}. The patient with a login always has the own record as context.
 */
final class LaunchContext {
  private static final String INVALID_TARGET = "invalid_target";
  private static final String UNMET = "unmet_authentication_requirements";

  private final ClinicSettings settings;
  private final List<String> patientIds;
  private final String patientWithLogin;

  LaunchContext(ClinicSettings settings, List<String> patientIds, String patientWithLogin) {
    this.settings = settings;
    this.patientIds = List.copyOf(patientIds);
    this.patientWithLogin = patientWithLogin;
  }

  /**
   * Refuses an authorization request without a registered {@code aud}, with a launch that is not
   * known, that asks for a stronger login than there was (RFC 9470 §5), or with nothing left of its
   * scopes. Runs after the redirect URI was checked, so that errors go to the right place.
   */
  void check(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
    OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
    Map<String, Object> parameters = request.getAdditionalParameters();
    if (parameters.containsKey("request_uri") || parameters.containsKey("request")) {
      throw refused(request, "request_not_supported", "request objects are not supported");
    }
    if (audience(parameters, "aud").isEmpty()) {
      throw refused(request, OAuth2ErrorCodes.INVALID_REQUEST, "aud must be the FHIR base URL");
    }
    if (parameters.containsKey("launch") && launched(parameters).isEmpty()) {
      throw refused(request, OAuth2ErrorCodes.INVALID_REQUEST, "launch is not known");
    }
    if (asksForMore(parameters, request.getPrincipal())) {
      throw refused(request, UNMET, "log in with the one-time code");
    }
    if (request.getScopes().isEmpty()) {
      throw refused(request, OAuth2ErrorCodes.INVALID_SCOPE, "none of the scopes can be granted");
    }
  }

  /** Of all context classes two factors alone are more than every login has. */
  private static boolean asksForMore(Map<String, Object> parameters, Object principal) {
    String asked = String.valueOf(parameters.getOrDefault("acr_values", ""));
    return principal instanceof PersonaAuthentication login
        && List.of(asked.split(" ", -1)).contains(PersonaAuthentication.TWO_FACTORS)
        && !login.contextClass().equals(PersonaAuthentication.TWO_FACTORS);
  }

  /** The audience of a token asked for with these parameters, if it is one that tokens are for. */
  Optional<String> audience(Map<String, Object> parameters, String parameter) {
    String asked = String.valueOf(parameters.get(parameter));
    String exact = asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
    return Optional.of(exact)
        .filter(
            known -> known.equals(settings.fhirBase()) || known.equals(settings.otherAudience()));
  }

  /** The audience of a back-end service's token: {@code resource}, or the FHIR base. */
  Optional<String> backendAudience(Map<String, Object> parameters) {
    return parameters.containsKey("resource")
        ? audience(parameters, "resource")
        : Optional.of(settings.fhirBase());
  }

  /** The patient the app was launched for. */
  Optional<String> patient(Persona persona, Set<String> scopes, Map<String, Object> parameters) {
    if (persona == Persona.PATIENT) {
      return Optional.of(patientWithLogin);
    }
    return scopes.contains("launch") ? launched(parameters) : Optional.empty();
  }

  /** The absolute URL of the person's own resource. */
  String fhirUser(Persona persona) {
    return settings.fhirBase() + "/" + persona.fhirUser(patientWithLogin);
  }

  static OAuth2Error unknownTarget() {
    return new OAuth2Error(INVALID_TARGET, "resource is not known", null);
  }

  private Optional<String> launched(Map<String, Object> parameters) {
    return Optional.of(String.valueOf(parameters.get("launch"))).filter(patientIds::contains);
  }

  private static OAuth2AuthorizationCodeRequestAuthenticationException refused(
      OAuth2AuthorizationCodeRequestAuthenticationToken request, String code, String description) {
    return new OAuth2AuthorizationCodeRequestAuthenticationException(
        new OAuth2Error(code, description, null), request);
  }
}
