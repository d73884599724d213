package org.ztclinical.samples.clinic.auth;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.ztclinical.samples.clinic.personas.Persona;

/** The apps that may ask for tokens, and the most that each may be granted. */
final class DemoClients {
  static final String APP = "clinic-app";
  static final String VENDOR_CONSOLE = "vendor-console";
  static final String ANALYTICS = "analytics";

  private static final Duration ACCESS_TOKEN_LIFE = Duration.ofMinutes(10);
  private static final Duration CODE_LIFE = Duration.ofMinutes(1);

  /** The port is up to the app (RFC 8252 §7.3). */
  private static final String LOOPBACK_REDIRECT = "http://127.0.0.1/callback";

  private static final List<String> APP_SCOPES =
      List.of("openid", "fhirUser", "launch", "launch/patient", "user/*.cruds", "patient/*.cruds");
  private static final List<String> VENDOR_SCOPES =
      List.of("openid", "fhirUser", "user/Organization.rs", "user/Location.rs", "user/Device.rs");
  private static final List<String> ANALYTICS_SCOPES = List.of("system/*.rs");

  private DemoClients() {}

  static RegisteredClientRepository repository(String issuer) {
    return new InMemoryRegisteredClientRepository(
        publicApp(APP, APP_SCOPES),
        publicApp(VENDOR_CONSOLE, VENDOR_SCOPES),
        RegisteredClient.withId(ANALYTICS)
            .clientId(ANALYTICS)
            .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
            .clientAuthenticationMethod(ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .scopes(scopes -> scopes.addAll(ANALYTICS_SCOPES))
            .tokenSettings(
                TokenSettings.withSettings(tokens().getSettings())
                    .x509CertificateBoundAccessTokens(true)
                    .build())
            .clientSettings(
                ClientSettings.builder()
                    .jwkSetUrl(issuer + BackendKey.PATH)
                    .tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.RS384)
                    .build())
            .build());
  }

  /** Those of the requested scopes that the client and the person are both allowed. */
  static Set<String> grantable(Set<String> requested, RegisteredClient client, Persona person) {
    AllowedScopes persons = AllowedScopes.of(person.allowedScopes());
    return keep(grantable(requested, client), persons);
  }

  /** Those of the requested scopes that the client is allowed. */
  static Set<String> grantable(Set<String> requested, RegisteredClient client) {
    AllowedScopes clients = AllowedScopes.of(List.copyOf(client.getScopes()));
    return keep(requested, clients);
  }

  private static Set<String> keep(Set<String> requested, AllowedScopes allowed) {
    return requested.stream().filter(allowed::allows).collect(Collectors.toSet());
  }

  private static RegisteredClient publicApp(String id, List<String> allowed) {
    return RegisteredClient.withId(id)
        .clientId(id)
        .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .redirectUri(LOOPBACK_REDIRECT)
        .scopes(scopes -> scopes.addAll(allowed))
        .tokenSettings(tokens())
        .clientSettings(
            ClientSettings.builder()
                .requireProofKey(true)
                .requireAuthorizationConsent(false)
                .build())
        .build();
  }

  private static TokenSettings tokens() {
    return TokenSettings.builder()
        .accessTokenTimeToLive(ACCESS_TOKEN_LIFE)
        .authorizationCodeTimeToLive(CODE_LIFE)
        .build();
  }
}
