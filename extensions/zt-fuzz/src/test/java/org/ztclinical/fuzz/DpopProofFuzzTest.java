package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.TargetUri;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.token.DpopCall;
import org.ztclinical.token.DpopProof;
import org.ztclinical.token.DpopProofs;
import org.ztclinical.token.ProofRejectedException;
import org.ztclinical.token.SigningAlgorithm;

/**
 * Any text as a DPoP proof: as it is, or, where it has more lines than one, the first as header and
 * the rest as claims, signed by the right key. {@code $KEY} and {@code $ATH} stand for what only
 * this run knows.
 */
class DpopProofFuzzTest {
  private static final String TOKEN = "a.good.token";
  private static final TargetUri TARGET =
      TargetUri.parse("https://api.example/fhir/Patient/1").orElseThrow();
  private static final JsonReader READER = JsonReader.of(JsonLimits.forClaims());
  private static final ManualClock CLOCK = ManualClock.create();
  private static final DpopProofs PROOFS =
      DpopProofs.of(
          EnumSet.of(SigningAlgorithm.ES256),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Optional.empty(),
          CLOCK);
  private static final ProofForge FORGE = forge();
  private static final ProofForge STRANGER = forge();

  private static ProofForge forge() {
    try {
      return ProofForge.of(SigningAlgorithm.ES256);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @FuzzTest(maxDuration = "10m")
  void whatIsAcceptedIsForThisCallAloneAndARefusalTellsNothing(byte[] bytes) throws Exception {
    String proof = proof(new String(bytes, StandardCharsets.UTF_8));

    Bounded.run(
        () -> {
          try {
            check(proof, PROOFS.verify(proof, call(HttpMethod.GET, TARGET, TOKEN, FORGE)));
          } catch (ProofRejectedException e) {
            Refusals.assertTellsNothing(e, e.asReason());
          }
        });
  }

  private static String proof(String text) {
    int line = text.indexOf('\n');
    if (line < 0) {
      return text;
    }
    String key = JSONObjectUtils.toJSONString(FORGE.key().publicJwk());
    Object hash = FORGE.good("GET", TARGET.text(), TOKEN).claims().get("ath");
    return FORGE.signed(
        text.substring(0, line).replace("\"$KEY\"", key),
        text.substring(line + 1).replace("$ATH", hash.toString()));
  }

  private static void check(String proof, DpopProof accepted) throws Exception {
    JsonObject claims = READER.readObject(ProofForge.claimsOf(proof));
    assertThat(claims.string("htm")).contains("GET");
    assertThat(claims.string("jti")).contains(accepted.id());
    assertThat(claims.string("htu").flatMap(TargetUri::parse)).contains(TARGET);
    assertThat(accepted.target()).isEqualTo(TARGET);
    assertThat(accepted.keyThumbprint()).isEqualTo(FORGE.key().thumbprint());
    assertThat(accepted.acceptableFor()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(121));
    assertThat(claims.get("iat")).isInstanceOf(JsonNumber.class);
    assertThat(accepted.toString()).isEqualTo("DpopProof [redacted]");

    TargetUri other = TargetUri.parse(TARGET.text() + "/x").orElseThrow();
    refused(proof, call(HttpMethod.POST, TARGET, TOKEN, FORGE));
    refused(proof, call(HttpMethod.GET, other, TOKEN, FORGE));
    refused(proof, call(HttpMethod.GET, TARGET, TOKEN + "x", FORGE));
    refused(proof, call(HttpMethod.GET, TARGET, TOKEN, STRANGER));
  }

  private static void refused(String proof, DpopCall call) {
    assertThatThrownBy(() -> PROOFS.verify(proof, call)).isInstanceOf(ProofRejectedException.class);
  }

  private static DpopCall call(
      HttpMethod method, TargetUri target, String token, ProofForge bound) {
    return new DpopCall(method, Set.of(target), token, bound.key().thumbprint());
  }
}
