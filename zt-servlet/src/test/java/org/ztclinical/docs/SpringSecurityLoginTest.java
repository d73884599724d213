package org.ztclinical.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.ztclinical.ZeroTrust;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.servlet.CredentialSource;
import org.ztclinical.servlet.SessionLogin;
import org.ztclinical.servlet.ZeroTrustFilter;
import org.ztclinical.testing.TestIssuer;

/** A login of Spring Security, whose access token counts. The manual shows pieces of this file. */
class SpringSecurityLoginTest {
  private static final String FHIR_BASE = "https://ehr.example/fhir";

  private final TestIssuer issuer = TestIssuer.create(InstantSource.system());
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private ZeroTrust zeroTrust;

  @TempDir Path auditDirectory;

  /** Hands over the access token that Spring Security's OAuth 2.0 login has kept in the session. */
  static final class SpringSecurityCredentials implements CredentialSource {
    private final SecurityContextRepository logins = new HttpSessionSecurityContextRepository();
    private final OAuth2AuthorizedClientRepository clients;

    SpringSecurityCredentials(OAuth2AuthorizedClientRepository clients) {
      this.clients = clients;
    }

    @Override
    public Optional<String> accessToken(HttpServletRequest request) {
      Authentication user = logins.loadDeferredContext(request).get().getAuthentication();
      if (!(user instanceof OAuth2AuthenticationToken login)) {
        return Optional.empty();
      }
      OAuth2AuthorizedClient client =
          clients.loadAuthorizedClient(login.getAuthorizedClientRegistrationId(), login, request);
      return Optional.ofNullable(client).map(known -> known.getAccessToken().getTokenValue());
    }
  }

  /** Leaves behind what Spring Security's filter does when a user has come back from logging in. */
  private final class LoggedIn extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
      Authentication login =
          new OAuth2AuthenticationToken(
              new DefaultOAuth2User(
                  List.of(new SimpleGrantedAuthority("USER")), Map.of("sub", "user-1"), "sub"),
              List.of(new SimpleGrantedAuthority("USER")),
              "clinic");
      String token =
          issuer.mint(
              t -> t.subject("user-1").patient("1").scope("launch/patient patient/Patient.rs"));
      Instant now = Instant.now();
      new HttpSessionOAuth2AuthorizedClientRepository()
          .saveAuthorizedClient(
              new OAuth2AuthorizedClient(
                  clinic(),
                  "user-1",
                  new OAuth2AccessToken(
                      OAuth2AccessToken.TokenType.BEARER,
                      token,
                      now,
                      now.plus(Duration.ofMinutes(5)))),
              login,
              request,
              response);
      new HttpSessionSecurityContextRepository()
          .saveContext(new SecurityContextImpl(login), request, response);
    }
  }

  private static ClientRegistration clinic() {
    return ClientRegistration.withRegistrationId("clinic")
        .clientId("ehr-web")
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .redirectUri("https://ehr.example/login/oauth2/code/clinic")
        .authorizationUri("https://issuer.example/authorize")
        .tokenUri("https://issuer.example/token")
        .build();
  }

  /** Gives a patient to everybody: the filter decides what leaves. */
  private static final class Patients extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String id = request.getRequestURI().replaceAll(".*/", "");
      response.setContentType("application/fhir+json");
      response.getWriter().print("{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}");
    }
  }

  @BeforeEach
  void start() throws Exception {
    zeroTrust =
        ZeroTrust.builder()
            .trustIssuer(issuer.trusted())
            .fhirServer("/fhir", FHIR_BASE)
            .publicRoute(HttpMethod.POST, "/logged-in")
            .auditIn(auditDirectory)
            .build();
    OAuth2AuthorizedClientRepository clients = new HttpSessionOAuth2AuthorizedClientRepository();
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    context.addServletContainerInitializer(
        (types, servletContext) -> {
          SessionLogin login =
              SessionLogin.of(new SpringSecurityCredentials(clients), "https://ehr.example")
                  .loginPage("/oauth2/authorization/clinic");
          ZeroTrustFilter.register(servletContext, zeroTrust).sessionLogin(login);
        });
    context.addServlet(new ServletHolder(new Patients()), "/fhir/*");
    context.addServlet(new ServletHolder(new LoggedIn()), "/logged-in");
    server.setHandler(context);
    server.addConnector(connector);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    zeroTrust.close();
  }

  @Test
  void theTokenOfTheLoginDecidesAndNotThatThereIsOne() throws Exception {
    assertThat(get("/fhir/Patient/1").statusCode()).isEqualTo(401);

    browser.send(
        request("/logged-in").POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.discarding());

    assertThat(get("/fhir/Patient/1").statusCode()).isEqualTo(200);
    assertThat(get("/fhir/Patient/2").statusCode()).isIn(403, 404);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return browser.send(
        request(path).header("Sec-Fetch-Site", "same-origin").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://localhost:" + connector.getLocalPort() + path));
  }
}
