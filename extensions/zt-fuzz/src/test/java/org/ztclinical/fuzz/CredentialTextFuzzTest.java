package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.RequestReason;
import org.ztclinical.request.RequestRefusedException;
import org.ztclinical.request.TargetUri;

/** Any text as an {@code Authorization} field, and as the target of a proof. */
class CredentialTextFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void whatIsReadHasOneMeaningAndARefusalTellsNothing(byte[] bytes) throws Exception {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);

    Bounded.run(
        () -> {
          TargetUri.parse(text).ifPresent(CredentialTextFuzzTest::check);
          try {
            check(text, Credentials.parse(text));
          } catch (RequestRefusedException e) {
            assertThat(e.reason().code()).isEqualTo(RequestReason.CREDENTIAL_MALFORMED);
            assertThat(e.getMessage()).isEqualTo(RequestReason.CREDENTIAL_MALFORMED.sentence());
          }
        });
  }

  private static void check(TargetUri target) {
    assertThat(TargetUri.parse(target.text())).contains(target);
    assertThat(target.text()).matches("https?://[a-z0-9.:\\[\\]-]+(/[!-~]*)?");
    assertThat(target.toString()).isEqualTo("target [redacted]");
  }

  private static void check(String text, Credentials credentials) throws RequestRefusedException {
    String scheme = credentials.scheme().orElseThrow().name();
    String token = credentials.token().orElseThrow();
    assertThat(text.toUpperCase(Locale.ROOT)).startsWith(scheme + " ");
    assertThat(text).contains(token);
    assertThat(token).matches("[A-Za-z0-9._~+/=-]+");
    assertThat(credentials.toString()).isEqualTo(scheme.toLowerCase(Locale.ROOT) + " [redacted]");
    assertThat(Credentials.parse(scheme + " " + token).token()).contains(token);
  }
}
