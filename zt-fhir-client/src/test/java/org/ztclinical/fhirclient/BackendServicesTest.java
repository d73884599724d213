package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.fhirclient.TokenUnavailableException.Cause;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.request.Parameters;
import org.ztclinical.testing.ManualClock;

class BackendServicesTest {
  private static final KeyPair RSA = pair("RSA", 2048);

  private static final String GRANTED =
      """
      {"access_token":"opaque-1","token_type":"bearer","expires_in":300,\
      "scope":"system/Observation.rs launch/patient","patient":"p1"}""";

  private final FakeRemote server = FakeRemote.start();
  private final ManualClock clock = ManualClock.create();

  @AfterEach
  void stop() {
    server.close();
  }

  private BackendServices.Builder builder() {
    return BackendServices.builder("https://as.example.org", "analytics")
        .tokenEndpoint(URI.create(server.origin() + "/token"))
        .privateKey("key-1", RSA.getPrivate())
        .scopes("system/Observation.rs", "system/Patient.rs")
        .clock(clock);
  }

  @Test
  void whatWasGrantedCountsAndNotWhatWasAskedFor() throws Exception {
    server.text("POST", "/token", 200, "application/json", GRANTED);

    AccessToken token = builder().build().request();

    assertThat(token.grant().scopes()).containsExactly("system/Observation.rs", "launch/patient");
    assertThat(token.grant().launch().patient()).contains("p1");
    assertThat(token.grant().subject()).isEqualTo("analytics");
    assertThat(token.expiresAt()).isEqualTo(clock.instant().plusSeconds(300));
  }

  @Test
  void theAssertionIsSignedForTheEndpointAndEndsWithinFiveMinutes() throws Exception {
    server.text("POST", "/token", 200, "application/json", GRANTED);

    builder().build().request();
    builder().build().request();

    Parameters form = Parameters.parse(server.calls().get(0).body());
    assertThat(form.all("grant_type")).containsExactly("client_credentials");
    assertThat(form.all("scope")).containsExactly("system/Observation.rs system/Patient.rs");
    assertThat(form.all("client_assertion_type"))
        .containsExactly("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    String[] jwt = form.all("client_assertion").get(0).split("\\.", -1);
    Signature check = Signature.getInstance("SHA384withRSA");
    check.initVerify(RSA.getPublic());
    check.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(check.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
    assertThat(json(jwt[0]).string("alg")).contains("RS384");
    assertThat(json(jwt[0]).string("kid")).contains("key-1");
    JsonObject claims = json(jwt[1]);
    assertThat(claims.string("iss")).contains("analytics");
    assertThat(claims.string("sub")).contains("analytics");
    assertThat(claims.string("aud")).contains(server.origin() + "/token");
    assertThat(claims.get("exp"))
        .isEqualTo(new JsonNumber(Long.toString(clock.instant().getEpochSecond() + 240)));
    Parameters second = Parameters.parse(server.calls().get(1).body());
    assertThat(json(second.all("client_assertion").get(0).split("\\.", -1)[1]).string("jti"))
        .isNotEqualTo(claims.string("jti"));
  }

  @Test
  void anEllipticKeySignsInTheFormJwtWants() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPair ec = generator.generateKeyPair();
    String[] jwt =
        ClientAssertion.of("c", "k", ec.getPrivate())
            .sign(URI.create("https://as.example.org/token"), clock.instant())
            .split("\\.", -1);

    byte[] signature = Base64.getUrlDecoder().decode(jwt[2]);
    Signature check = Signature.getInstance("SHA384withECDSAinP1363Format");
    check.initVerify(ec.getPublic());
    check.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));

    assertThat(signature).hasSize(96);
    assertThat(check.verify(signature)).isTrue();
    assertThat(json(jwt[0]).string("alg")).contains("ES384");
  }

  @Test
  void weakKeysAreRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair p256 = generator.generateKeyPair();
    KeyPair short1024 = pair("RSA", 1024);

    assertThatThrownBy(() -> builder().privateKey("k", p256.getPrivate()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().privateKey("k", short1024.getPrivate()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "<html>",
        "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":300}",
        "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":300,\"scope\":\"  \"}",
        "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"scope\":\"s\"}",
        "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":-1,\"scope\":\"s\"}",
        "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":\"300\",\"scope\":\"s\"}",
        "{\"access_token\":\"a\",\"token_type\":\"mac\",\"expires_in\":300,\"scope\":\"s\"}",
        "{\"access_token\":\"a\",\"expires_in\":300,\"scope\":\"s\"}",
        "{\"token_type\":\"bearer\",\"expires_in\":300,\"scope\":\"s\"}",
        "{\"access_token\":\"a\\r\\nHost: evil\",\"token_type\":\"bearer\",\"expires_in\":300,\"scope\":\"s\"}",
        "{\"access_token\":\"a\",\"access_token\":\"b\",\"token_type\":\"bearer\",\"expires_in\":300,\"scope\":\"s\"}"
      })
  void anAnswerThatDoesNotSayWhatWasGrantedIsRefused(String body) {
    server.text("POST", "/token", 200, "application/json", body);

    assertThatThrownBy(() -> builder().build().request())
        .isInstanceOfSatisfying(
            TokenUnavailableException.class, e -> assertThat(e.kind()).isEqualTo(Cause.MALFORMED));
  }

  @Test
  void aRefusalNamesOnlyTheErrorCodesOfOAuth() {
    server.text("POST", "/token", 401, "application/json", "{\"error\":\"invalid_client\"}");
    assertThatThrownBy(() -> builder().build().request())
        .isInstanceOf(TokenUnavailableException.class)
        .hasMessage("the authorization server refused: invalid_client");

    server.text("POST", "/token", 400, "application/json", "{\"error\":\"client_assertion eyJ\"}");
    assertThatThrownBy(() -> builder().build().request())
        .hasMessage("the authorization server refused: no error code");
  }

  @Test
  void aRedirectOfTheTokenEndpointIsNotFollowed() {
    FakeRemote other = FakeRemote.start();
    try {
      server.on(
          "POST",
          "/token",
          exchange -> {
            exchange.getResponseHeaders().set("Location", other.origin() + "/token");
            FakeRemote.send(exchange, 307, new byte[0]);
          });

      assertThatThrownBy(() -> builder().build().request())
          .isInstanceOf(TokenUnavailableException.class);
      assertThat(other.everything()).isEmpty();
    } finally {
      other.close();
    }
  }

  @Test
  void anOversizeAnswerIsNotRead() {
    server.text("POST", "/token", 200, "application/json", " ".repeat(70_000) + GRANTED);

    assertThatThrownBy(() -> builder().build().request())
        .isInstanceOf(TokenUnavailableException.class)
        .hasMessageContaining("larger than the limit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://as.example.org/token",
        "https://user@as.example.org/token",
        "https://as.example.org/token#x",
        "/token"
      })
  void anInsecureTokenEndpointIsRefused(String endpoint) {
    assertThatThrownBy(() -> builder().tokenEndpoint(URI.create(endpoint)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theKeyIsNotPrinted() {
    assertThat(builder().build().toString())
        .contains("[key redacted]")
        .doesNotContain(Base64.getEncoder().encodeToString(RSA.getPrivate().getEncoded()));
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> BackendServices.builder("i", "c").scopes("s").build())
        .hasMessage("tokenEndpoint(…) is needed");
    assertThatThrownBy(
            () ->
                BackendServices.builder("i", "c")
                    .tokenEndpoint(URI.create("https://as.example.org/token"))
                    .build())
        .hasMessageStartingWith("scopes(…) is needed");
  }

  private static JsonObject json(String part) throws Exception {
    return JsonReader.of(JsonLimits.forClaims()).readObject(Base64.getUrlDecoder().decode(part));
  }

  private static KeyPair pair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
