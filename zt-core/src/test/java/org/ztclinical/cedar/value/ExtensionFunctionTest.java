package org.ztclinical.cedar.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionFunctionTest {
  @ParameterizedTest
  @CsvSource({
    "1.0, 10000",
    "-0.0, 0",
    "0.0001, 1",
    "00001.5, 15000",
    "922337203685477.5807, 9223372036854775807",
    "-922337203685477.5808, -9223372036854775808"
  })
  void aDecimalIsReadInUnitsOfATenThousandth(String text, long units) throws Exception {
    assertThat(make(ExtensionFunction.DECIMAL, text)).isEqualTo(new CedarDecimal(units));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "1",
        "1.",
        ".5",
        "-.5",
        "+1.0",
        "1.00000",
        "1.0\n",
        "١.٠",
        "1.0.0",
        "1 .0",
        "1.-5",
        "--1.0",
        "922337203685477.5808",
        "-922337203685477.5809",
        "9999999999999999999.0"
      })
  void whatIsNoDecimalIsRefused(String text) {
    assertRefused(ExtensionFunction.DECIMAL, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "255.255.255.255",
        "10.0.0.1/8",
        "10.0.0.1/0",
        "10.0.0.1/32",
        "::",
        "::1",
        "1::",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "ABCD::",
        "0001:0002::/128",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128",
        "::ffff:7f00:1"
      })
  void anAddressReadsBackFromItsOwnText(String text) throws Exception {
    CedarIp ip = (CedarIp) make(ExtensionFunction.IP, text);

    assertThat(make(ExtensionFunction.IP, ip.text())).isEqualTo(ip);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        "1.2.3.4.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.4000",
        "1.2.3.256",
        "010.0.0.1",
        "1.2.3.4/",
        "1.2.3.4/08",
        "1.2.3.4/33",
        "1.2.3.4/-1",
        "1.2.3.4/8/8",
        " 1.2.3.4",
        "1.2.3.4 ",
        "1.2.3.4:80",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "1::2::3",
        ":1::",
        "1::2:",
        "00001::",
        "g::",
        "::1.2.3.4",
        "::1%eth0",
        "::1/129",
        "[::1]",
        "１.2.3.4",
        "localhost",
        "0001:0002:0003:0004:0005:0006:0007:0008/0128"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertRefused(ExtensionFunction.IP, text);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1/8, 10.0.0.0/8, true",
    "10.0.0.0/7, 10.0.0.0/8, false",
    "11.0.0.1, 10.0.0.0/8, false",
    "255.1.1.1, 0.0.0.0/0, true",
    "0.0.0.0/0, ::/0, false",
    "::1, ::/127, true",
    "::2, ::/127, false",
    "1:2:3:4:8000::, 1:2:3:4::/65, false",
    "1:2:3:4:7fff::, 1:2:3:4::/65, true",
    "1:2:3:5::, 1:2:3:4::/63, true",
    "1:2:3:6::, 1:2:3:4::/63, false"
  })
  void aRangeHoldsWhatSharesItsLeadingBits(String ip, String range, boolean in) throws Exception {
    assertThat(
            ExtensionFunction.IS_IN_RANGE.apply(
                List.of(make(ExtensionFunction.IP, ip), make(ExtensionFunction.IP, range))))
        .isEqualTo(CedarBool.of(in));
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01, 0",
    "1969-12-31T23:59:59.999Z, -1",
    "2024-02-29, 1709164800000",
    "2024-01-01T00:00:00.100Z, 1704067200100",
    "2024-01-01T00:00:00+0100, 1704063600000",
    "2024-01-01T00:00:00-0130, 1704072600000",
    "0000-01-01, -62167219200000"
  })
  void aDatetimeIsReadInMilliseconds(String text, long millis) throws Exception {
    assertThat(make(ExtensionFunction.DATETIME, text)).isEqualTo(new CedarDatetime(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2024",
        "2024-1-1",
        "2024-02-30",
        "2023-02-29",
        "2024-13-01",
        "2024-00-01",
        "2024-01-01T",
        "2024-01-01T00:00:00",
        "2024-01-01t00:00:00Z",
        "2024-01-01T00:00:00z",
        "2024-01-01T24:00:00Z",
        "2024-01-01T23:60:00Z",
        "2024-01-01T23:59:60Z",
        "2024-01-01T00:00:00.1Z",
        "2024-01-01T00:00:00.1000Z",
        "2024-01-01T00:00:00.Z",
        "2024-01-01T00:00:00+01:00",
        "2024-01-01T00:00:00+2400",
        "2024-01-01T00:00:00+0060",
        "2024-01-01T00:00:00ZZ",
        "2024-01-01T00:00:00Z ",
        "-2024-01-01",
        "+02024-01-01",
        "2024-01-01T00:00:00.",
        "2024-01-01T00:00:00.100",
        "２024-01-01"
      })
  void whatIsNoDatetimeIsRefused(String text) {
    assertRefused(ExtensionFunction.DATETIME, text);
  }

  @ParameterizedTest
  @CsvSource({
    "1d2h3m4s5ms, 93784005",
    "-1h30m, -5400000",
    "-0ms, 0",
    "0001s, 1000",
    "9223372036854775807ms, 9223372036854775807",
    "-9223372036854775808ms, -9223372036854775808"
  })
  void aDurationIsReadInMilliseconds(String text, long millis) throws Exception {
    assertThat(make(ExtensionFunction.DURATION, text)).isEqualTo(new CedarDuration(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "1",
        "ms",
        "1.5h",
        "+1h",
        "1h1h",
        "30m1h",
        "1ms1s",
        "1h-30m",
        "--1h",
        "1 h",
        "1h ",
        "1H",
        "1w",
        "9223372036854775808ms",
        "106751991168d",
        "1d9223372036854775807ms",
        "١h"
      })
  void whatIsNoDurationIsRefused(String text) {
    assertRefused(ExtensionFunction.DURATION, text);
  }

  @Test
  void everyValueReadsBackFromItsText() throws Exception {
    long seed = 20_261_124L;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      long bits = random.nextLong() >> random.nextInt(64);
      CedarDecimal decimal = new CedarDecimal(bits);
      CedarIp v4 = new CedarIp(false, 0, bits & 0xffffffffL, random.nextInt(33));
      CedarIp v6 = new CedarIp(true, random.nextLong(), bits, random.nextInt(129));

      assertThat(make(ExtensionFunction.DECIMAL, decimal.text())).as("%d", seed).isEqualTo(decimal);
      assertThat(make(ExtensionFunction.IP, v4.text())).as("%d", seed).isEqualTo(v4);
      assertThat(make(ExtensionFunction.IP, v6.text())).as("%d", seed).isEqualTo(v6);
      assertThat(make(ExtensionFunction.DURATION, bits + "ms"))
          .as("%d", seed)
          .isEqualTo(new CedarDuration(bits));
    }
  }

  @Test
  void theDateOfAnInstantNearTheLeastOneDoesNotExist() throws Exception {
    CedarDatetime least = new CedarDatetime(Long.MIN_VALUE);

    assertThat(ExtensionFunction.TO_TIME.apply(List.of(least)))
        .isEqualTo(new CedarDuration(60_424_192));
    assertFails(CedarError.OVERFLOW, ExtensionFunction.TO_DATE, least);
    assertFails(CedarError.OVERFLOW, ExtensionFunction.OFFSET, least, new CedarDuration(-1));
    assertFails(CedarError.OVERFLOW, ExtensionFunction.DURATION_SINCE, new CedarDatetime(1), least);
  }

  @Test
  void unitsOfADurationAreTruncatedTowardsZero() throws Exception {
    assertThat(ExtensionFunction.TO_SECONDS.apply(List.of(new CedarDuration(-1_999))))
        .isEqualTo(CedarLong.of(-1));
    assertThat(ExtensionFunction.TO_MINUTES.apply(List.of(new CedarDuration(-59_000))))
        .isEqualTo(CedarLong.of(0));
  }

  @Test
  void wrongArgumentsAreErrorsForEveryFunction() {
    for (ExtensionFunction function : ExtensionFunction.values()) {
      assertFails(CedarError.ARITY, function);
      CedarValue[] wrong = new CedarValue[function.parameters().size()];
      java.util.Arrays.fill(wrong, CedarBool.TRUE);
      assertFails(CedarError.TYPE, function, wrong);
    }
  }

  private static CedarValue make(ExtensionFunction function, String text)
      throws EvaluationException {
    return function.apply(List.of(CedarString.of(text)));
  }

  private static void assertRefused(ExtensionFunction function, String text) {
    assertFails(CedarError.EXTENSION_SYNTAX, function, CedarString.of(text));
  }

  private static void assertFails(
      CedarError error, ExtensionFunction function, CedarValue... arguments) {
    assertThatThrownBy(() -> function.apply(List.of(arguments)))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.error()).isEqualTo(error));
  }
}
