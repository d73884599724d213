package org.ztclinical.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonNumber;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.TargetUri;
import org.ztclinical.token.DpopCall;
import org.ztclinical.token.DpopProofs;
import org.ztclinical.token.ProofReason;
import org.ztclinical.token.ProofRejectedException;
import org.ztclinical.token.SigningAlgorithm;

/** The proofs that RFC 9449 prints, at the moments they were made. */
class DpopRfcExamplesTest {
  @Test
  void theProofOfAResourceRequestVerifies() throws Exception {
    JsonObject example = example("rfc9449-proof-3");

    assertThat(proofs(example).verify(text(example, "proof"), call(example)).id())
        .isEqualTo(text(example, "jti"));
  }

  /** They are good in all but that a proof for a resource names its token. */
  @Test
  void proofsForTheTokenEndpointAreNoneForAResource() throws Exception {
    for (String id : List.of("rfc9449-proof-1", "rfc9449-proof-2")) {
      JsonObject example = example(id);

      assertThatThrownBy(() -> proofs(example).verify(text(example, "proof"), call(example)))
          .isInstanceOfSatisfying(
              ProofRejectedException.class,
              e -> assertThat(e.reason()).isEqualTo(ProofReason.CLAIM_MISSING));
    }
  }

  private static DpopProofs proofs(JsonObject example) {
    Instant made = Instant.ofEpochSecond(Long.parseLong(((JsonNumber) example.get("iat")).text()));
    return DpopProofs.of(
        Set.of(SigningAlgorithm.ES256),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Optional.empty(),
        ManualClock.at(made));
  }

  private static DpopCall call(JsonObject example) {
    return new DpopCall(
        HttpMethod.valueOf(text(example, "htm")),
        Set.of(TargetUri.parse(text(example, "htu")).orElseThrow()),
        example.string("access_token").orElse("none"),
        text(example, "jkt"));
  }

  private static String text(JsonObject example, String name) {
    return example.string(name).orElseThrow();
  }

  private static JsonObject example(String id) throws Exception {
    Path file = Path.of(System.getProperty("zt.shared", ""), "vectors/identity/rfc-examples.json");
    if (!Files.isReadable(file) && "true".equals(System.getenv("ZT_SHARED_REQUIRED"))) {
      throw new IllegalStateException("the identity vectors are not there");
    }
    Assumptions.assumeTrue(Files.isReadable(file), "skipped: the identity vectors are not there");
    JsonObject all =
        JsonReader.of(JsonLimits.forResources())
            .readObject(Files.readString(file).getBytes(StandardCharsets.UTF_8));
    List<JsonObject> found = new ArrayList<>(all.objects("vectors"));
    found.removeIf(vector -> !vector.string("id").equals(Optional.of(id)));
    return found.get(0);
  }
}
