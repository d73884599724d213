package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.servlet.RawClient.Received;

/** Who calls: one credential or none, and what the application is told of whom. */
abstract class CallerContract extends ContainerContract {
  CallerContract(WebServer.Kind kind) {
    super(kind);
  }

  @Test
  void aRequestWithoutTokenIsChallenged() {
    Received received = get("/fhir/Patient/1").receive();

    isOutcome(received, 401);
    assertThat(received.header("WWW-Authenticate").orElse("")).startsWith("Bearer, DPoP algs=");
    assertThat(seen()).isNull();
  }

  @Test
  void garbageIsAnInvalidToken() {
    Received received = get("/fhir/Patient/1").bearer("garbage").receive();

    isOutcome(received, 401);
    assertThat(received.header("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
  }

  @Test
  void aTokenForAnotherAudienceIsRejected() {
    String token = application().issuer.mint(t -> t.audience("https://other.example"));

    isOutcome(get("/fhir/Patient/1").bearer(token).receive(), 401);
    assertThat(seen()).isNull();
  }

  @Test
  void theSchemeIsReadInAnyLetterCase() {
    Received received =
        get("/fhir/Patient/1")
            .header("authorization", "bEARER " + application().patientToken())
            .receive();

    assertThat(received.status()).isEqualTo(200);
  }

  @Test
  void anotherSchemeIsNoCredential() {
    Received received = get("/fhir/Patient/1").header("Authorization", "Basic dTpw").receive();

    isOutcome(received, 401);
    assertThat(received.header("WWW-Authenticate").orElse("")).startsWith("Bearer, DPoP algs=");
  }

  @Test
  void twoCredentialsAreRefusedEvenIfEqual() {
    String token = application().patientToken();

    isOutcome(get("/fhir/Patient/1").bearer(token).bearer(token).receive(), 400);
    isOutcome(
        get("/fhir/Patient/1").header("Authorization", "Basic dTpw").bearer(token).receive(), 400);
    isOutcome(
        get("/fhir/Patient/1")
            .header("Authorization", "Bearer " + token + ", Bearer " + token)
            .receive(),
        400);
    assertThat(seen()).isNull();
  }

  /** RFC 6750 §3: no error code for a way of authentication that is not supported. */
  @Test
  void aTokenElsewhereThanInTheHeaderIsNoCredential() {
    String token = application().patientToken();
    List<Received> all =
        List.of(
            get("/fhir/Patient/1?access_token=" + token).receive(),
            get("/fhir/Patient/1?%41ccess_Token=" + token).receive(),
            send("POST", "/fhir/Patient/_search")
                .body(ContentType.FORM, "access_token=" + token)
                .receive(),
            get("/fhir/Patient/1").header("Cookie", "access_token=" + token).receive());
    for (Received received : all) {
      isOutcome(received, 401);
      assertThat(received.header("WWW-Authenticate").orElse(""))
          .startsWith("Bearer, DPoP algs=")
          .doesNotContain("error");
    }
    assertThat(seen()).isNull();
  }

  /** RFC 6750 §3.1: more than one method of sending a token. */
  @Test
  void aSecondTokenElsewhereIsABadRequest() {
    String token = application().patientToken();
    List<Received> all =
        List.of(
            getAsPatient("/fhir/Patient/1?access_token=" + token).receive(),
            sendAsPatient("POST", "/fhir/Patient/_search")
                .body(ContentType.FORM, "access_token=" + token)
                .receive());
    for (Received received : all) {
      isOutcome(received, 400);
      assertThat(received.header("WWW-Authenticate").orElse(""))
          .contains("error=\"invalid_request\"");
    }
    assertThat(seen()).isNull();
  }

  /** RFC 6750 §3.1: it is malformed, and so is no request, but a token. */
  @Test
  void aWordThatNoTokenIsSpelledAsIsAnInvalidToken() {
    String token = application().patientToken();
    for (String word : List.of(token + "!!!!", "\"" + token + "\"", token + "%3D", "{}", "a,b")) {
      Received received = get("/fhir/Patient/1").bearer(word).receive();

      isOutcome(received, 401);
      assertThat(received.header("WWW-Authenticate").orElse(""))
          .startsWith("Bearer error=\"invalid_token\"");
    }
    assertThat(seen()).isNull();
  }

  @Test
  void identityHeadersOfTheNetworkAreInvisible() {
    Received received =
        getAsPatient("/fhir/Patient/1")
            .header("X-Forwarded-User", "admin")
            .header("x-forwarded-for", "10.0.0.1")
            .header("X_Forwarded_User", "admin")
            .header("Forwarded", "for=10.0.0.1")
            .header("X-Remote-User", "admin")
            .header("Cf-Access-Jwt-Assertion", "x")
            .header("X-Pomerium-Jwt-Assertion", "x")
            .header("X-Goog-IAP-JWT-Assertion", "x")
            .header("X-Amzn-Oidc-Data", "x")
            .header("X-MS-CLIENT-PRINCIPAL", "x")
            .header("X-Forwarded-Client-Cert", "x")
            .header("X-SSL-Client-Verify", "SUCCESS")
            .header("Client-Cert", ":x:")
            .header("X-Other", "kept")
            .receive();

    assertThat(received.status()).isEqualTo(200);
    assertThat(seen().headers().keySet())
        .allSatisfy(name -> assertThat(IdentityHeaders.isIdentityHeader(name)).isFalse());
    assertThat(seen().headers()).containsEntry("X-Other", List.of("kept"));
  }

  @Test
  void aStatedReasonIsForTheLibraryAlone() {
    getAsPatient("/fhir/Patient/1").header("access-JUSTIFICATION", "unconscious").receive();
    assertThat(seen().headers()).doesNotContainKey("Access-Justification");

    get("/hello").header("Access-Justification", "unconscious").receive();
    assertThat(seen().headers()).doesNotContainKey("Access-Justification");
  }

  @Test
  void theApplicationIsToldTheVerifiedCaller() {
    getAsPatient("/fhir/Patient/1").receive();

    assertThat(seen().user()).isEqualTo("user-1");
    assertThat(seen().permit()).isNotNull();
    assertThat(seen().uri()).isEqualTo("/fhir/Patient/1");
    assertThat(seen().servletPath()).isEqualTo("/fhir");
    assertThat(seen().pathInfo()).isEqualTo("/Patient/1");
    assertThat(seen().query()).isNull();
  }

  @Test
  void theRequestIdIsOursWhateverTheCallerSends() {
    Received answered = getAsPatient("/fhir/Patient/1").header("X-Request-Id", "r-1.2_3").receive();
    String appSaw = seen().headers().get("X-Request-Id").get(0);
    Received refused = get("/fhir/Patient/1").header("X-Request-Id", "a b<script>").receive();

    assertThat(answered.header("X-Request-Id").orElse("")).matches("[A-Za-z0-9_-]{22}");
    assertThat(answered.header("X-Request-Id")).contains(appSaw);
    assertThat(refused.header("X-Request-Id").orElse("")).matches("[A-Za-z0-9_-]{22}");
  }

  @Test
  void aPublicRouteIsOpenAndStillSeesNoClaimsOfTheNetwork() {
    Received received =
        get("/hello")
            .header("Authorization", "Basic dTpw")
            .header("X-Forwarded-User", "admin")
            .receive();
    Received login = send("POST", "/login?q=1").body(ContentType.FORM, "user=a%20b").receive();

    assertThat(received.body()).isEqualTo("Basic dTpw|null|null");
    assertThat(login.body()).isEqualTo("a b|1");
  }
}
