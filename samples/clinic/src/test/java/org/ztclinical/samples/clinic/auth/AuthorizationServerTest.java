package org.ztclinical.samples.clinic.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ztclinical.samples.clinic.RunningClinic;
import org.ztclinical.samples.clinic.personas.Persona;
import org.ztclinical.samples.clinic.token.DemoApp;
import org.ztclinical.samples.clinic.token.DemoKey;
import org.ztclinical.samples.clinic.token.TokenAnswer;
import org.ztclinical.samples.clinic.token.TokenRefusedException;

/** Real logins over HTTP against the real server: what is in a token, and what is never granted. */
@ExtendWith(RunningClinic.Parameter.class)
class AuthorizationServerTest {
  private static final String OTHER_API = "https://scheduling.clinic.example/api";

  private final RunningClinic clinic;

  AuthorizationServerTest(RunningClinic clinic) {
    this.clinic = clinic;
  }

  @Test
  void physicianLogsInWithTwoFactors() throws Exception {
    JWTClaimsSet claims = verified(clinic.token(Persona.ATTENDING));

    assertThat(claims.getStringClaim("acr")).isEqualTo("urn:ztclinical:acr:mfa");
    assertThat(claims.getStringListClaim("amr")).containsExactly("pwd", "otp");
    assertThat(claims.getStringListClaim("roles")).containsExactly("physician");
    assertThat(claims.getStringClaim("fhirUser"))
        .isEqualTo(clinic.fhirBase() + "/Practitioner/clinic-attending");
    assertThat(claims.getStringClaim("scope").split(" "))
        .containsExactlyInAnyOrder("openid", "fhirUser", "launch", "user/*.cruds");
    assertThat(claims.getClaim("patient")).isNull();
  }

  @Test
  void nurseLogsInWithAPasswordAlone() throws Exception {
    JWTClaimsSet claims = verified(clinic.token(Persona.NURSE));

    assertThat(claims.getStringClaim("acr")).isEqualTo("urn:ztclinical:acr:pwd");
    assertThat(claims.getStringListClaim("amr")).containsExactly("pwd");
    assertThat(claims.getLongClaim("auth_time")).isPositive();
  }

  @Test
  void nurseWhoIsAskedForMoreTypesTheCode() throws Exception {
    JWTClaimsSet claims =
        verified(
            clinic
                .ask(Persona.NURSE, Map.of("acr_values", "urn:ztclinical:acr:mfa"))
                .accessToken());

    assertThat(claims.getStringClaim("acr")).isEqualTo("urn:ztclinical:acr:mfa");
    assertThat(claims.getStringListClaim("amr")).containsExactly("pwd", "otp");
  }

  @Test
  void tokenIsBoundToTheKeyThatTheAppProved() throws Exception {
    DemoKey key = DemoKey.create();
    TokenAnswer answer =
        new DemoApp(clinic.issuer(), "clinic-app")
            .boundTo(key)
            .tokenFor(Persona.ATTENDING, Map.of("aud", clinic.fhirBase()));

    assertThat(answer.text("token_type")).hasValue("DPoP");
    assertThat(verified(answer.accessToken()).getJSONObjectClaim("cnf"))
        .containsEntry("jkt", keyIn(key.proof("GET", clinic.fhirBase())).computeThumbprint() + "");
  }

  private static JWK keyIn(String proof) throws Exception {
    return SignedJWT.parse(proof).getHeader().getJWK();
  }

  @Test
  void patientIsBoundToTheOwnRecord() throws Exception {
    TokenAnswer answer = clinic.ask(Persona.PATIENT, Map.of());
    JWTClaimsSet claims = verified(answer.accessToken());

    assertThat(claims.getStringClaim("patient")).isEqualTo(clinic.patientWithLogin());
    assertThat(answer.text("patient")).hasValue(clinic.patientWithLogin());
    assertThat(claims.getStringClaim("fhirUser"))
        .isEqualTo(clinic.fhirBase() + "/Patient/" + clinic.patientWithLogin());
  }

  @ParameterizedTest
  @EnumSource(Persona.class)
  void everyAccessTokenIsShortLivedAndForTheFhirServer(Persona persona) throws Exception {
    SignedJWT token = SignedJWT.parse(clinic.token(persona));
    JWTClaimsSet claims = verified(token.serialize());

    assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(claims.getIssuer()).isEqualTo(clinic.issuer());
    assertThat(claims.getAudience()).containsExactly(clinic.fhirBase());
    assertThat(claims.getSubject()).isEqualTo(persona.login());
    assertThat(claims.getJWTID()).isNotBlank();
    assertThat(claims.getStringClaim("client_id")).isNotBlank();
    assertThat(
            Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void scopesThePersonMayNotHaveAreStruckOut() {
    TokenAnswer answer =
        clinic.ask(
            Persona.NURSE,
            Map.of(
                "scope", "openid user/*.cruds user/Observation.read system/*.rs user/Patient.r"));

    assertThat(answer.text("scope").orElse("").split(" "))
        .containsExactlyInAnyOrder("openid", "user/Observation.read", "user/Patient.r");
  }

  @Test
  void patientCannotHaveTheScopesOfStaff() {
    assertThatThrownBy(() -> clinic.ask(Persona.PATIENT, Map.of("scope", "user/*.rs")))
        .isInstanceOf(TokenRefusedException.class)
        .hasMessageStartingWith("invalid_scope");
  }

  @Test
  void scopesTheAppMayNotHaveAreStruckOutWhoeverLogsIn() {
    var console = new DemoApp(clinic.issuer(), "vendor-console");

    assertThatThrownBy(
            () ->
                console.tokenFor(
                    Persona.ATTENDING,
                    Map.of("aud", clinic.fhirBase(), "scope", "user/Patient.rs")))
        .hasMessageStartingWith("invalid_scope");
  }

  @Test
  void requestWithoutProofKeyIsRefused() {
    assertThatThrownBy(
            () ->
                clinic.ask(
                    Persona.NURSE, Map.of("code_challenge", "", "code_challenge_method", "")))
        .hasMessageStartingWith("invalid_request");
  }

  @Test
  void plainProofKeyIsRefused() {
    assertThatThrownBy(() -> clinic.ask(Persona.NURSE, Map.of("code_challenge_method", "plain")))
        .hasMessageStartingWith("invalid_request");
  }

  @Test
  void codeIsWorthNothingWithAnotherVerifier() {
    assertThatThrownBy(() -> clinic.ask(Persona.NURSE, Map.of("code_challenge", "x".repeat(43))))
        .hasMessageStartingWith("invalid_grant");
  }

  @Test
  void requestForAnUnknownApiIsRefused() {
    for (String aud : List.of("", "https://evil.example/fhir", clinic.fhirBase() + "/x")) {
      assertThatThrownBy(() -> clinic.ask(Persona.NURSE, Map.of("aud", aud)))
          .hasMessageStartingWith("invalid_request");
    }
  }

  @Test
  void tokenForTheOtherApiSaysSo() throws Exception {
    TokenAnswer answer = clinic.ask(Persona.ATTENDING, Map.of("aud", OTHER_API));

    assertThat(verified(answer.accessToken()).getAudience()).containsExactly(OTHER_API);
  }

  @Test
  void redirectToElsewhereIsNeverFollowed() {
    assertThatThrownBy(
            () ->
                clinic.ask(Persona.NURSE, Map.of("redirect_uri", "https://evil.example/callback")))
        .hasMessage("authorization endpoint answers 400");
  }

  @Test
  void launchFromTheEhrGivesThePatientItWasFor() throws Exception {
    TokenAnswer answer =
        clinic.ask(
            Persona.NURSE, Map.of("scope", "launch patient/*.rs", "launch", clinic.otherPatient()));

    assertThat(verified(answer.accessToken()).getStringClaim("patient"))
        .isEqualTo(clinic.otherPatient());
  }

  @Test
  void patientCannotLaunchForAnother() throws Exception {
    TokenAnswer answer =
        clinic.ask(
            Persona.PATIENT,
            Map.of("scope", "launch launch/patient patient/*.rs", "launch", clinic.otherPatient()));

    assertThat(verified(answer.accessToken()).getStringClaim("patient"))
        .isEqualTo(clinic.patientWithLogin());
  }

  @Test
  void backEndGetsATokenForItsSignedAssertion() throws Exception {
    JWTClaimsSet claims = verified(clinic.backend().token(Map.of()).accessToken());

    assertThat(claims.getSubject()).isEqualTo("analytics");
    assertThat(claims.getStringClaim("scope")).isEqualTo("system/*.rs");
    assertThat(claims.getAudience()).containsExactly(clinic.fhirBase());
    assertThat(claims.getClaim("fhirUser")).isNull();
  }

  @Test
  void backEndCannotWriteNorActAsAUser() {
    for (String scope : List.of("system/*.cruds", "user/*.rs", "system/Patient.write")) {
      assertThatThrownBy(() -> clinic.backend().token(Map.of("scope", scope)))
          .hasMessageStartingWith("invalid_scope");
    }
  }

  @Test
  void backEndWithoutItsKeyIsRefused() {
    assertThatThrownBy(() -> clinic.backend().token(Map.of("client_assertion", "a.b.c")))
        .isInstanceOf(TokenRefusedException.class);
    assertThatThrownBy(
            () ->
                clinic
                    .backend()
                    .token(
                        Map.of(
                            "client_assertion", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmFseXRpY3MifQ.")))
        .isInstanceOf(TokenRefusedException.class);
  }

  @Test
  void browserAppsOfKnownOriginsMayReadTokens() {
    assertThat(allowedOrigin("http://localhost:3000")).isEqualTo("http://localhost:3000");
    assertThat(allowedOrigin("https://evil.example")).isEmpty();
  }

  private String allowedOrigin(String origin) {
    HttpResponse<String> answer =
        clinic.send(
            HttpRequest.newBuilder(URI.create(clinic.issuer() + "/oauth2/token"))
                .header("Origin", origin)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=authorization_code")));
    return answer.headers().firstValue("Access-Control-Allow-Origin").orElse("");
  }

  private JWTClaimsSet verified(String token) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token);
    JWKSet keys =
        JWKSet.parse(
            clinic
                .send(HttpRequest.newBuilder(URI.create(clinic.issuer() + "/oauth2/jwks")))
                .body());
    JWSVerifier verifier =
        new RSASSAVerifier(keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toRSAKey());
    assertThat(jwt.verify(verifier)).isTrue();
    return jwt.getJWTClaimsSet();
  }
}
