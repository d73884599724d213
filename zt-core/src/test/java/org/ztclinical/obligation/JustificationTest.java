package org.ztclinical.obligation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.obligation.JustificationSyntaxException.Cause;

class JustificationTest {
  @Test
  void aPlainSentenceNeedsNoEncoding() throws Exception {
    assertThat(Justification.parseHeader("  unconscious, no relatives: trauma room 2 ").text())
        .isEqualTo("unconscious, no relatives: trauma room 2");
  }

  @Test
  void everythingElseComesAsPercentEncodedUtf8() throws Exception {
    assertThat(Justification.parseHeader("%C3%9Cberdosis%20%F0%9F%98%80, 100%25 sure").text())
        .isEqualTo("Überdosis 😀, 100% sure");
    assertThat(Justification.parseHeader("a%2bb+cd").text()).isEqualTo("a+b+cd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Überdosis", // a server that reads header fields as Latin-1 hands this over
        "Ã\u009cberdosis", // or this
        "emergency\u0000",
        "emergency\t",
        "emergency\u007f",
        "emergency%",
        "emergency%2",
        "emergency%zz",
        "emergency%+1",
        "emergency%C3",
        "emergency%C3%28",
        "emergency%C0%80",
        "emergency%ED%A0%80",
        "emergency%FF"
      })
  void aHeaderInAnyOtherEncodingIsRefused(String value) {
    assertThatThrownBy(() -> Justification.parseHeader(value))
        .isInstanceOfSatisfying(
            JustificationSyntaxException.class,
            e -> assertThat(e.reason()).isEqualTo(Cause.NOT_ENCODED))
        .hasMessageNotContaining("mergency");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "emergency%0D%0ASet-Cookie:%20a=b", "emergency%00", "emergency%E2%80%AEycnegreme",
        "emergency%E2%80%A8second%20line", "emergency%1B%5B31m", "emergency%EE%80%80",
        "emergency%EF%BB%BF"
      })
  void whatIsNotPrintableIsRefusedThoughItIsEncodedWell(String value) {
    assertThatThrownBy(() -> Justification.parseHeader(value))
        .isInstanceOfSatisfying(
            JustificationSyntaxException.class,
            e -> assertThat(e.reason()).isEqualTo(Cause.NOT_PRINTABLE));
  }

  @ParameterizedTest
  @CsvSource({"'',TOO_SHORT", "'     ',TOO_SHORT", "abcd,TOO_SHORT", "12345678,TOO_SHORT"})
  void whatSaysNothingIsTooShort(String value, Cause cause) {
    assertThatThrownBy(() -> Justification.parseHeader(value))
        .isInstanceOfSatisfying(
            JustificationSyntaxException.class, e -> assertThat(e.reason()).isEqualTo(cause));
  }

  @Test
  void theLengthIsCountedInCharactersAndBounded() throws Exception {
    String longest = "😀".repeat(Justification.MAX - 1) + "a";

    assertThat(Justification.parse(longest).text()).isEqualTo(longest);
    assertThat(Justification.parseHeader(encoded(longest)).text()).isEqualTo(longest);
    for (String tooLong : new String[] {longest + "b", "a".repeat(501), "a".repeat(10_000_000)}) {
      assertThatThrownBy(() -> Justification.parse(tooLong)).hasMessageContaining("at most 500");
      assertThatThrownBy(() -> Justification.parseHeader(tooLong))
          .isInstanceOf(JustificationSyntaxException.class);
    }
  }

  @Test
  void equalWordsAreEqualHoweverTheirAccentsAreWritten() throws Exception {
    assertThat(Justification.parse("Überdosis")).isEqualTo(Justification.parse("U\u0308berdosis"));
  }

  @Test
  void anyHeaderIsReadOrRefusedAndWhatIsReadIsPrintable() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder value = new StringBuilder("reason ");
      for (int n = random.nextInt(20); n > 0; n--) {
        value.append(
            random.nextBoolean()
                ? String.format("%%%02X", random.nextInt(256))
                : String.valueOf((char) random.nextInt(300)));
      }
      try {
        String read = Justification.parseHeader(value.toString()).text();
        assertThat(read.codePoints().noneMatch(Character::isISOControl))
            .as("seed %d", seed)
            .isTrue();
        assertThat(Justification.parse(read).text()).isEqualTo(read);
      } catch (JustificationSyntaxException refused) {
        assertThat(refused.getMessage()).startsWith("a reason");
      }
    }
  }

  @Test
  void itPrintsNothingOfItself() throws Exception {
    assertThat(Justification.parse("overdose")).hasToString("justification [redacted]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Authorization", "Cookie", "X Justification", "If-Match", "", "Justification\n"})
  void aHeaderWithAMeaningOfItsOwnCannotBeChosen(String name) {
    assertThatThrownBy(() -> JustifyRule.standard().withHeader(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theRuleIsBounded() {
    assertThat(JustifyRule.standard().withHeader("X-Break-Glass-Reason").lowerCaseHeader())
        .isEqualTo("x-break-glass-reason");
    assertThat(JustifyRule.standard().lifetime()).isEqualTo(Duration.ofMinutes(60));
    assertThatThrownBy(() -> JustifyRule.standard().lasting(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JustifyRule.standard().lasting(Duration.ofHours(13)))
        .hasMessageContaining("at most 12 hours");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
