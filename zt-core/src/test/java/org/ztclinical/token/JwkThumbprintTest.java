package org.ztclinical.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;

class JwkThumbprintTest {
  private static final String ED25519 =
      "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"%s}";

  /** RFC 8037 A.3. */
  @Test
  void theKeyOfTheStandardHasTheThumbprintOfTheStandard() throws Exception {
    assertThat(JwkThumbprint.of(jwk(ED25519.formatted(""))).orElseThrow().value())
        .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }

  /** RFC 7638 §3.2: what does not make the key is not hashed. */
  @Test
  void whatElseIsSaidOfAKeyDoesNotCount() throws Exception {
    String more = ",\"kid\":\"a\",\"use\":\"sig\",\"alg\":\"EdDSA\"";

    assertThat(JwkThumbprint.of(jwk(ED25519.formatted(more))))
        .isEqualTo(JwkThumbprint.of(jwk(ED25519.formatted(""))));
  }

  @Test
  void whatIsNoPublicKeyHasNone() throws Exception {
    for (String json :
        List.of(
            "{}",
            "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\"}",
            "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"a\\\"b\"}",
            "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"\"}",
            "{\"kty\":\"RSA\",\"e\":3,\"n\":\"AA\"}")) {
      assertThat(JwkThumbprint.of(jwk(json))).as(json).isEqualTo(Optional.empty());
    }
  }

  private static JsonObject jwk(String json) throws Exception {
    return JsonReader.of(JsonLimits.forClaims()).readObject(json.getBytes(StandardCharsets.UTF_8));
  }
}
