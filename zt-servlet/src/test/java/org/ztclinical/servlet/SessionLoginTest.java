package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.ztclinical.ZeroTrust;
import org.ztclinical.servlet.RawClient.Received;
import org.ztclinical.servlet.RawClient.Sending;
import org.ztclinical.testing.TestIssuer;

/** An application that logs its users in itself, and the browsers that come to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionLoginTest {
  private static final String ORIGIN = "https://ehr.example";

  private final TestIssuer issuer = TestIssuer.create(InstantSource.system());
  private ZeroTrust zeroTrust;
  private WebServer server;
  private RawClient client;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    zeroTrust = TestApplication.zeroTrust(issuer, directory.resolve("audit"));
    SessionLogin login = SessionLogin.of(SessionLoginTest::tokenOf, ORIGIN).loginPage("/login");
    server =
        TomcatServer.start(
            directory,
            context -> {
              ZeroTrustFilter.register(context, zeroTrust).sessionLogin(login);
              TestApplication.add(context, "records", new RecordsServlet(), "/fhir/*");
              TestApplication.add(
                  context,
                  "login",
                  TestApplication.page(
                      (rq, rs) -> rq.getSession().setAttribute("token", rq.getParameter("token"))),
                  "/login");
            });
    client = new RawClient(server.port());
  }

  @AfterAll
  void stop() {
    server.close();
    zeroTrust.close();
  }

  private static Optional<String> tokenOf(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    Object token = session == null ? null : session.getAttribute("token");
    if ("broken".equals(token)) {
      throw new IllegalStateException("the session's store is down");
    }
    return Optional.ofNullable((String) token);
  }

  @Test
  void theSessionsTokenIsVerifiedAndDecidedOnLikeAnyOther() {
    String session = loggedIn(patientToken());

    assertThat(ownPage("GET", "/fhir/Patient/1", session).receive().status()).isEqualTo(200);
    assertThat(ownPage("GET", "/fhir/Patient/2", session).receive().status()).isIn(403, 404);
    String forged = loggedIn(patientToken().substring(0, 100) + "x");
    assertThat(ownPage("GET", "/fhir/Patient/1", forged).receive().status()).isEqualTo(401);
  }

  @Test
  void aWriteCountsFromOurOwnPagesOnly() {
    String session = loggedIn(patientToken());

    assertThat(write(session).header("Sec-Fetch-Site", "same-origin").receive().status())
        .isLessThan(300);
    assertThat(write(session).header("Origin", ORIGIN).receive().status()).isLessThan(300);
    isNobody(write(session).receive());
    isNobody(write(session).header("Origin", "https://evil.example").receive());
    isNobody(write(session).header("Origin", "null").receive());
    for (String site : new String[] {"cross-site", "same-site", "none"}) {
      isNobody(write(session).header("Sec-Fetch-Site", site).receive());
      isNobody(write(session).header("Sec-Fetch-Site", site).header("Origin", ORIGIN).receive());
      isNobody(
          write(session)
              .header("Sec-Fetch-Site", site)
              .header("Sec-Fetch-Mode", "navigate")
              .header("Sec-Fetch-Dest", "document")
              .receive());
    }
  }

  @Test
  void anotherSitesPageReadsNothingThroughAUsersSession() {
    String session = loggedIn(patientToken());

    isNobody(
        read(session)
            .header("Sec-Fetch-Site", "cross-site")
            .header("Sec-Fetch-Mode", "no-cors")
            .header("Sec-Fetch-Dest", "script")
            .receive());
    isNobody(
        read(session)
            .header("Sec-Fetch-Site", "cross-site")
            .header("Sec-Fetch-Mode", "navigate")
            .header("Sec-Fetch-Dest", "iframe")
            .receive());
    isNobody(read(session).header("Origin", "https://app.example").receive());
  }

  @Test
  void aUserWhoFollowsALinkIsKnown() {
    assertThat(navigation(loggedIn(patientToken())).receive().status()).isEqualTo(200);
  }

  @Test
  void aBrowserThatGoesToAPageWithoutALoginIsSentToLogIn() {
    Received received = navigation("JSESSIONID=none").receive();

    assertThat(received.status()).isEqualTo(302);
    assertThat(received.header("Location")).contains("/login");
    assertThat(received.body()).isEmpty();
    isNobody(ownPage("GET", "/fhir/Patient/1", "JSESSIONID=none").receive());
  }

  @Test
  void aRequestWithACredentialIsNeverKnownByASession() {
    String session = loggedIn(patientToken());

    isNobody(read(session).header("Authorization", "Basic dTpw").receive());
    assertThat(read(session).bearer("not.a.token").receive().status()).isEqualTo(401);
  }

  @Test
  void aSourceThatFailsKnowsNobody() {
    isNobody(ownPage("GET", "/fhir/Patient/1", loggedIn("broken")).receive());
    assertThat(ownPage("GET", "/fhir/Patient/1", loggedIn("two tokens")).receive().status())
        .isEqualTo(400);
  }

  @Test
  void aSessionThatDoesNotCountKeepsNobodyFromAPublicRoute() {
    for (String session : new String[] {loggedIn(patientToken()), loggedIn("two tokens")}) {
      // As an issuer's page does that answers by a form, or that ends logins in a frame.
      Received answer =
          client
              .send("POST", "/login")
              .header("Cookie", session)
              .header("Sec-Fetch-Site", "same-site")
              .header("Sec-Fetch-Mode", "navigate")
              .header("Origin", "https://login.example")
              .body(ContentType.FORM, "token=x")
              .receive();

      assertThat(answer.status()).isEqualTo(200);
    }
    isNobody(write(loggedIn(patientToken())).header("Origin", "https://login.example").receive());
  }

  @Test
  void whatIsNoOriginAndNoPathOfOursIsRefusedAtTheStart() {
    for (String origin :
        new String[] {
          "ehr.example",
          "https://ehr.example/",
          "https://EHR.example",
          "ftp://a",
          "https://u@ehr.example",
          "https://ehr.example?x"
        }) {
      assertThatThrownBy(() -> SessionLogin.of(request -> Optional.empty(), origin))
          .as(origin)
          .isInstanceOf(IllegalArgumentException.class);
    }
    SessionLogin login = SessionLogin.of(request -> Optional.empty(), ORIGIN);
    for (String path : new String[] {"login", "//evil.example", "/a?b", "/\r\nx", ""}) {
      assertThatThrownBy(() -> login.loginPage(path))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private String patientToken() {
    return issuer.mint(
        token -> token.subject("user-1").patient("1").scope("launch/patient patient/*.cruds"));
  }

  private String loggedIn(String token) {
    Received received =
        client
            .send("POST", "/login")
            .body(ContentType.FORM, "token=" + token.replace(" ", "%20"))
            .receive();
    return received.header("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  private Sending read(String session) {
    return client.get("/fhir/Patient/1").header("Cookie", session);
  }

  private Sending ownPage(String method, String path, String session) {
    return client
        .send(method, path)
        .header("Cookie", session)
        .header("Sec-Fetch-Site", "same-origin")
        .header("Sec-Fetch-Mode", "cors");
  }

  private Sending navigation(String session) {
    return read(session)
        .header("Sec-Fetch-Site", "cross-site")
        .header("Sec-Fetch-Mode", "navigate")
        .header("Sec-Fetch-Dest", "document");
  }

  private Sending write(String session) {
    return client
        .send("POST", "/fhir/Observation")
        .header("Cookie", session)
        .body(
            "application/fhir+json",
            "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"Patient/1\"}}");
  }

  private static void isNobody(Received received) {
    ContainerContract.isOutcome(received, 401);
    assertThat(received.header("WWW-Authenticate").orElse(""))
        .startsWith("Bearer")
        .doesNotContain("error");
  }
}
