package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.ztclinical.tls.SpiffeId;

/** Any text as a SPIFFE id. */
class SpiffeIdFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void whatIsReadIsTheTextAndAUrlOfNothingElse(byte[] bytes) throws Exception {
    String text = new String(bytes, StandardCharsets.UTF_8);

    Bounded.run(() -> SpiffeId.parse(text).ifPresent(id -> check(text, id)));
  }

  private static void check(String text, SpiffeId id) {
    assertThat(id.toString()).isEqualTo(text);
    assertThat(SpiffeId.parse(id.toString())).contains(id);
    assertThatCode(() -> new SpiffeId(id.trustDomain(), id.path())).doesNotThrowAnyException();
    URI url = URI.create(text);
    assertThat(url.getScheme()).isEqualTo("spiffe");
    assertThat(url.getRawAuthority()).isEqualTo(id.trustDomain());
    assertThat(url.getRawPath()).isEqualTo(id.path());
    assertThat(url.normalize()).isEqualTo(url);
    assertThat(url.getRawQuery()).isNull();
    assertThat(url.getRawFragment()).isNull();
  }
}
