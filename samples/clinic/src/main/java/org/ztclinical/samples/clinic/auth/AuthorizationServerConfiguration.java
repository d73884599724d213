package org.ztclinical.samples.clinic.auth;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AccessTokenResponseAuthenticationSuccessHandler;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.ztclinical.samples.clinic.settings.ClinicSettings;
import org.ztclinical.samples.clinic.tomcat.BareErrors;
import org.ztclinical.samples.clinic.tomcat.DemoCertificates;
import org.ztclinical.samples.clinic.tomcat.MutualTlsPort;
import org.ztclinical.samples.clinic.tomcat.NothingHere;

/** Spring Authorization Server with the demo's clients, people and tokens. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class AuthorizationServerConfiguration {
  private static final int SIGNING_KEY_BITS = 2048;

  @Bean
  DemoCertificates certificates(ClinicSettings settings) {
    return DemoCertificates.in(settings.dataFolder());
  }

  @Bean
  TomcatServletWebServerFactory tomcat(ClinicSettings settings, DemoCertificates certificates) {
    TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(settings.authPort());
    tomcat.setAddress(ClinicSettings.address());
    tomcat.addContextCustomizers(BareErrors::apply);
    tomcat.addAdditionalTomcatConnectors(MutualTlsPort.of(settings.authTlsPort(), certificates));
    return tomcat;
  }

  @Bean
  ServletRegistrationBean<NothingHere> nothingHere() {
    return new ServletRegistrationBean<>(new NothingHere(), NothingHere.PATH);
  }

  @Bean
  ServletRegistrationBean<LoginPage> loginPage() {
    return new ServletRegistrationBean<>(new LoginPage(), LoginPage.PATH);
  }

  @Bean
  ServletRegistrationBean<JwksPage> analyticsKeys(
      ClinicSettings settings, DemoCertificates certificates) {
    return new ServletRegistrationBean<>(
        new JwksPage(BackendKey.publicKeys(settings.dataFolder(), certificates.client())),
        BackendKey.PATH);
  }

  @Bean
  AuthorizationServerSettings authorizationServerSettings(ClinicSettings settings) {
    return AuthorizationServerSettings.builder().issuer(settings.issuer()).build();
  }

  @Bean
  RegisteredClientRepository clients(ClinicSettings settings) {
    return DemoClients.repository(settings.issuer());
  }

  @Bean
  OAuth2AuthorizationService authorizations() {
    return new InMemoryOAuth2AuthorizationService();
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> tokens(LaunchContext launch) {
    return new SmartTokens(launch);
  }

  /** The key that signs tokens: new at every start, and never on disk. */
  @Bean
  JWKSource<SecurityContext> signingKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(SIGNING_KEY_BITS);
    KeyPair pair = generator.generateKeyPair();
    return new ImmutableJWKSet<>(
        new JWKSet(
            new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                .privateKey(pair.getPrivate())
                .keyID(UUID.randomUUID().toString())
                .build()));
  }

  @Bean
  JwtDecoder tokenDecoder(JWKSource<SecurityContext> keys) {
    return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
  }

  @Bean
  LogoutEvents logoutEvents(
      ClinicSettings settings, EventStream stream, JWKSource<SecurityContext> keys) {
    return new LogoutEvents(settings.issuer(), stream, new NimbusJwtEncoder(keys));
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      ClinicSettings settings,
      LogoutEvents logoutEvents,
      LaunchContext launch,
      RegisteredClientRepository clients,
      OAuth2AuthorizationService authorizations)
      throws Exception {
    OAuth2AuthorizationServerConfigurer server =
        OAuth2AuthorizationServerConfigurer.authorizationServer();
    ScopeNarrowing narrowing = new ScopeNarrowing(clients);
    var answers = new OAuth2AccessTokenResponseAuthenticationSuccessHandler();
    answers.setAccessTokenResponseCustomizer(
        context -> SmartTokens.tellApp(context, authorizations));
    PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();

    http.with(
            server,
            configured ->
                configured
                    .clientAuthentication(
                        clientsOf ->
                            clientsOf.authenticationConverters(
                                all -> all.add(0, new BackendAssertions())))
                    .authorizationEndpoint(
                        endpoint ->
                            endpoint
                                .authorizationRequestConverters(
                                    all -> all.add(0, narrowing.authorizationRequests()))
                                .authenticationProviders(all -> checkRequests(all, launch)))
                    .tokenEndpoint(
                        endpoint ->
                            endpoint
                                .accessTokenRequestConverters(
                                    all -> all.add(0, narrowing.clientCredentials()))
                                .accessTokenResponseHandler(answers)
                                .authenticationProviders(all -> checkBackends(all, launch)))
                    .oidc(Customizer.withDefaults()))
        .authenticationProvider(new PersonaLogin(InstantSource.system()))
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(paths.matcher(LoginPage.PATH), paths.matcher(BackendKey.PATH))
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .csrf(csrf -> csrf.ignoringRequestMatchers(server.getEndpointsMatcher()))
        .cors(cors -> cors.configurationSource(browserApps(settings)))
        .exceptionHandling(
            handling ->
                handling.authenticationEntryPoint(
                    new LoginUrlAuthenticationEntryPoint(LoginPage.PATH)))
        .logout(logout -> logout.addLogoutHandler(logoutEvents))
        .formLogin(
            login ->
                login
                    .loginPage(LoginPage.PATH)
                    .authenticationDetailsSource(PersonaLogin.TypedCode::of));
    return http.build();
  }

  private static void checkRequests(List<AuthenticationProvider> providers, LaunchContext launch) {
    for (AuthenticationProvider provider : providers) {
      if (provider instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider codes) {
        codes.setAuthenticationValidator(
            OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_REDIRECT_URI_VALIDATOR
                .andThen(launch::check));
      }
    }
  }

  private static void checkBackends(List<AuthenticationProvider> providers, LaunchContext launch) {
    for (AuthenticationProvider provider : providers) {
      if (provider instanceof OAuth2ClientCredentialsAuthenticationProvider credentials) {
        credentials.setAuthenticationValidator(context -> checkBackend(context, launch));
      }
    }
  }

  private static void checkBackend(
      OAuth2ClientCredentialsAuthenticationContext context, LaunchContext launch) {
    OAuth2ClientCredentialsAuthenticationToken asked = context.getAuthentication();
    if (asked.getScopes().isEmpty()) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_SCOPE);
    }
    if (launch.backendAudience(asked.getAdditionalParameters()).isEmpty()) {
      throw new OAuth2AuthenticationException(LaunchContext.unknownTarget());
    }
  }

  private static CorsConfigurationSource browserApps(ClinicSettings settings) {
    CorsConfiguration apps = new CorsConfiguration();
    apps.setAllowedOrigins(settings.origins());
    apps.setAllowedMethods(List.of("GET", "POST"));
    apps.setAllowedHeaders(List.of("Content-Type", "Accept"));
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    // The authorization endpoint is navigated to, never fetched, so it is not on the list.
    for (String path : List.of("/oauth2/token", "/oauth2/jwks", "/.well-known/**")) {
      source.registerCorsConfiguration(path, apps);
    }
    return source;
  }
}
