package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonString;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.token.Introspection;
import org.ztclinical.token.KeysUnavailableException;
import org.ztclinical.token.TokenReason;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;
import org.ztclinical.token.VerifiedToken;

/** Any bytes as an issuer's answer about a token (RFC 7662 §2.2). */
class IntrospectionAnswerFuzzTest {
  private static final String ISSUER = "https://issuer.example";
  private static final String AUDIENCE = "https://fhir.example";
  private static final String TOKEN = "opaque-canary-token";
  private static final ManualClock CLOCK = ManualClock.create();
  private static final JsonReader READER = JsonReader.of(new JsonLimits(64 * 1024, 8, 2_048));

  @FuzzTest(maxDuration = "10m")
  void whatIsAcceptedWasSaidAndWhatIsNoAnswerIsNoVerdict(byte[] bytes) throws Exception {
    TokenVerifier verifier = verifier(bytes);

    Bounded.run(
        () -> {
          try {
            VerifiedToken token = verifier.verify(TOKEN);
            check(answer(bytes).orElseThrow(), token);
          } catch (TokenRejectedException e) {
            assertThat(answer(bytes)).isPresent();
            Refusals.assertTellsNothing(e, e.asReason());
          } catch (KeysUnavailableException e) {
            assertThat(answer(bytes)).isEmpty();
            assertThat(e.asReason().code()).isEqualTo(TokenReason.INTROSPECTION_UNAVAILABLE);
            assertThat(e.getMessage()).doesNotContain(TOKEN);
          }
        });
  }

  private static TokenVerifier verifier(byte[] answer) {
    Introspection asking =
        Introspection.at(URI.create("https://issuer.example/introspect"))
            .clientSecret("us", "secret-of-this-test")
            .httpClient(CannedHttpClient.of(answer));
    return TokenVerifier.builder()
        .trust(TrustedIssuer.of(ISSUER, AUDIENCE).introspection(asking))
        .clock(CLOCK)
        .build();
  }

  /** The answer, when it is a JSON object that is read at all. */
  private static Optional<JsonObject> answer(byte[] bytes) {
    try {
      return Optional.of(READER.readObject(bytes));
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    }
  }

  private static void check(JsonObject said, VerifiedToken token) {
    assertThat(said.get("active")).isEqualTo(new JsonBoolean(true));
    assertThat(said.string("iss")).contains(ISSUER);
    assertThat(token.issuer()).isEqualTo(ISSUER);
    assertThat(said.string("sub")).contains(token.subject());
    assertThat(token.audience()).contains(AUDIENCE);
    assertThat(said.get("aud"))
        .isNotNull()
        .satisfies(
            aud ->
                assertThat(
                        aud instanceof JsonString one
                            ? List.of(one.value())
                            : List.copyOf(token.audience()))
                    .contains(AUDIENCE));
    assertThat(said.get("exp"))
        .isEqualTo(new JsonNumber(Long.toString(token.expiresAt().getEpochSecond())));
    assertThat(token.expiresAt()).isAfter(CLOCK.instant().minus(Duration.ofSeconds(30)));
    String scope = String.join(" ", token.scopes());
    assertThat(said.string("scope").orElse("")).isEqualTo(scope);
    assertThat(token.toString()).doesNotContain(TOKEN);
  }
}
