package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.ztclinical.json.JsonArray;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonWriter;
import org.ztclinical.signal.EventTransmitter;
import org.ztclinical.signal.LogoutRule;
import org.ztclinical.signal.LogoutTokens;
import org.ztclinical.signal.SecurityEvents;
import org.ztclinical.signal.SignalRejectedException;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;

/** The examples of RFC 8417, CAEP, Shared Signals and Back-Channel Logout are read as they say. */
class SignalExamplesTest {
  private static final Path FILE =
      Path.of(System.getProperty("zt.shared", ""), "vectors/identity/rfc-examples.json");

  @Test
  void everyExampleIsAcceptedOrRefusedAsItsStandardSays() throws Exception {
    boolean there = Files.isReadable(FILE);
    Assumptions.assumeTrue(
        there || "true".equals(System.getenv("ZT_SHARED_REQUIRED")),
        "skipped: the identity vectors are not there");
    JsonObject file = JsonReader.of(JsonLimits.forResources()).readObject(Files.readAllBytes(FILE));
    JsonObject key = file.object("keys").flatMap(keys -> keys.object("ssf_test")).orElseThrow();
    JsonObject set = new JsonObject(Map.of("keys", new JsonArray(List.of(key.without("d")))));
    String jwks = new String(JsonWriter.write(set), StandardCharsets.UTF_8);
    int count = 0;
    for (JsonObject example : file.objects("vectors")) {
      String kind = example.string("kind").orElse("");
      if (List.of("set", "set-reject", "logout-token").contains(kind)) {
        count++;
        judge(example, kind.equals("logout-token"), jwks);
      }
    }
    assertThat(count).isEqualTo(29);
  }

  private static void judge(JsonObject example, boolean logout, String jwks) {
    String id = example.string("id").orElseThrow();
    String token = example.string("token").orElseThrow();
    JsonObject claims = example.object("claims").orElseThrow();
    String issuer = claims.string("iss").orElseThrow();
    String audience = audience(claims);
    ManualClock clock = ManualClock.at(time(example, claims));
    if (example.string("expect").orElse("").startsWith("accept")) {
      assertThat(verified(logout, token, issuer, audience, jwks, clock)).as(id).isNotNull();
    } else {
      assertThatThrownBy(() -> verified(logout, token, issuer, audience, jwks, clock))
          .as(id)
          .hasCauseInstanceOf(SignalRejectedException.class);
    }
  }

  private static Object verified(
      boolean logout,
      String token,
      String issuer,
      String audience,
      String jwks,
      ManualClock clock) {
    TrustedIssuer trusted =
        TrustedIssuer.of(issuer, audience).jwks(jwks).algorithms(SigningAlgorithm.ES256);
    EventTransmitter transmitter = EventTransmitter.of(issuer, audience).jwks(jwks);
    TokenVerifier tokens =
        TokenVerifier.builder().trust(trusted).transmitter(transmitter.keys()).clock(clock).build();
    try {
      return logout
          ? new LogoutTokens(
                  tokens.statementsOfIssuers(), List.of(LogoutRule.of(issuer, audience)), clock)
              .verify(token)
          : new SecurityEvents(tokens.statementsOfTransmitters(), List.of(transmitter), clock)
              .verify(token);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String audience(JsonObject claims) {
    return claims.string("aud").orElseGet(() -> ((JsonString) claims.array("aud").get(0)).value());
  }

  private static Instant time(JsonObject example, JsonObject claims) {
    JsonNumber at =
        (JsonNumber) (example.get("clock") != null ? example.get("clock") : claims.get("iat"));
    return Instant.ofEpochSecond(Long.parseLong(at.text())).plus(Duration.ofSeconds(1));
  }
}
