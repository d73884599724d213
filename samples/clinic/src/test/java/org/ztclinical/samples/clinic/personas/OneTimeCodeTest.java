package org.ztclinical.samples.clinic.personas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneTimeCodeTest {

  /** The secret of RFC 6238 appendix B, "12345678901234567890", in Base32. */
  private final OneTimeCode code = OneTimeCode.ofBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

  @ParameterizedTest
  @CsvSource({
    "59,287082",
    "1111111109,081804",
    "1111111111,050471",
    "1234567890,005924",
    "2000000000,279037",
    "20000000000,353130"
  })
  void codesAreThoseOfTheStandard(long seconds, String digits) {
    assertThat(code.at(Instant.ofEpochSecond(seconds))).isEqualTo(digits);
  }

  @Test
  void codeIsGoodForOneStepAroundItsOwn() {
    Instant moment = Instant.ofEpochSecond(1_111_111_111);

    assertThat(code.accepts("050471", moment)).isTrue();
    assertThat(code.accepts("050471", moment.plusSeconds(30))).isTrue();
    assertThat(code.accepts("050471", moment.plusSeconds(90))).isFalse();
    assertThat(code.accepts("", moment)).isFalse();
  }

  @Test
  void secretThatIsNotBase32IsRefused() {
    assertThatThrownBy(() -> OneTimeCode.ofBase32("no1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
