package org.ztclinical.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.request.Parameters.Parameter;

class ParametersTest {
  @Test
  void valuesAreDecodedExactlyOnce() throws Exception {
    Parameters read = Parameters.parse("a=%2525&b=x+y&b=&c");

    assertThat(read.list())
        .containsExactly(
            new Parameter("a", "%25"),
            new Parameter("b", "x y"),
            new Parameter("b", ""),
            new Parameter("c", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=%",
        "a=%2",
        "a=%zz",
        "a=%C0%80",
        "a=%ED%A0%80",
        "a=%FF",
        "a=\u00e9",
        "a=%00",
        "a=%0a",
        "a;b=c",
        "=x",
        "&a=b",
        "a=b&",
        "a b=c",
        "a=b#c",
        "a=%7f"
      })
  void whatHasNoSingleReadingIsRefused(String raw) {
    assertThatThrownBy(() -> Parameters.parse(raw))
        .isInstanceOfSatisfying(
            RequestRefusedException.class,
            e -> assertThat(e.reason().code()).isEqualTo(RequestReason.QUERY_NOT_CANONICAL));
  }

  @Test
  void tooManyParametersAreRefused() {
    String many = "a=b&".repeat(Parameters.MAX_PARAMETERS) + "a=b";

    assertThatThrownBy(() -> Parameters.parse(many)).isInstanceOf(RequestRefusedException.class);
  }

  @Test
  void writingAndReadingGivesTheSame() throws Exception {
    long seed = 20261124;
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      Parameters any = any(random);

      assertThat(Parameters.parse(any.toQuery()))
          .as("seed %d round %d", seed, round)
          .isEqualTo(any);
    }
  }

  @Test
  void nothingOfAValueIsPrinted() throws Exception {
    assertThat(Parameters.parse("name=Smith").toString()).doesNotContain("Smith");
    assertThat(Parameters.parse("name=Smith").list().toString()).doesNotContain("Smith");
  }

  @ParameterizedTest
  @CsvSource({
    "/fhir/Patient/1,3",
    "/fhir/,1",
    "/,0",
    "/fhir/Patient/a-b.c/_history/2,5",
    "/fhir/$export,2",
    "/.well-known/x,2"
  })
  void canonicalPathsAreRead(String raw, int segments) throws Exception {
    assertThat(CanonicalPath.parse(raw).segments()).hasSize(segments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fhir",
        "//",
        "/a//b",
        "/a/./b",
        "/a/../b",
        "/a/..",
        "/a;x=1",
        "/a%2fb",
        "/a%2e",
        "/a\\b",
        "/a b",
        "/a\u0000",
        "/\u00e9",
        "/a//",
        "/a?b",
        "/a|b"
      })
  void otherPathsAreRefused(String raw) {
    assertThatThrownBy(() -> CanonicalPath.parse(raw))
        .isInstanceOfSatisfying(
            RequestRefusedException.class,
            e -> assertThat(e.reason().code()).isEqualTo(RequestReason.PATH_NOT_CANONICAL));
  }

  private static Parameters any(Random random) {
    List<Parameter> list = new ArrayList<>();
    int size = random.nextInt(6);
    for (int i = 0; i < size; i++) {
      list.add(new Parameter("n" + text(random), text(random)));
    }
    return Parameters.of(list);
  }

  private static String text(Random random) {
    StringBuilder out = new StringBuilder();
    int length = random.nextInt(8);
    while (out.length() < length) {
      int c = random.nextInt(4) == 0 ? random.nextInt(0x10ffff) : ' ' + random.nextInt(95);
      boolean usable = c >= ' ' && c != 0x7f && (c < 0xd800 || c > 0xdfff);
      if (usable) {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }
}
