package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/fhir+json | application/fhir+json | ''",
        "Application/FHIR+JSON;charset=UTF-8 | application/fhir+json | utf-8",
        "application/fhir+json ; fhirVersion=4.0 ; Charset=\"utf-8\" | application/fhir+json | utf-8",
        "text/plain; | text/plain | ''",
        "text/plain;charset=\"\" | text/plain | empty",
      })
  void oneMediaTypeIsReadWithItsCharset(String value, String mediaType, String charset) {
    ContentType type = ContentType.parse(value).orElseThrow();

    assertThat(type.mediaType()).isEqualTo(mediaType);
    assertThat(type.charset().map(c -> c.isEmpty() ? "empty" : c).orElse("")).isEqualTo(charset);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "json",
        "application/",
        "/json",
        "application/json, text/plain",
        "application/json charset=utf-8",
        "application/json;charset",
        "application/json;charset=utf-8;charset=utf-8",
        "application/json;charset=utf-8;CHARSET=utf-16",
        "application/json;charset=\"utf-8",
        "application/json;charset=\"ut\\f-8\"",
        "application/jso\u00f1",
      })
  void whatIsNotExactlyOneMediaTypeIsRefused(String value) {
    assertThat(ContentType.parse(value)).isEmpty();
    assertThat(ContentType.parse("a/b;c=" + "x".repeat(300))).isEmpty();
  }

  @Test
  void onlyUtf8IsUtf8() {
    assertThat(ContentType.parse("a/b;charset=UTF8").orElseThrow().isUtf8()).isTrue();
    assertThat(ContentType.parse("a/b;charset=utf-16").orElseThrow().isUtf8()).isFalse();
    assertThat(ContentType.parse("a/b;charset=\"\"").orElseThrow().isUtf8()).isFalse();
  }

  @Test
  void anyTextIsReadOrRefusedInTime() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "aA/;=\", \\\tcharset-8\u0000\u00ff";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("a/b");
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }

      Optional<ContentType> type = ContentType.parse(text.toString());

      type.ifPresent(t -> assertThat(t.mediaType()).as("seed " + seed).doesNotContain(" ", ";"));
    }
  }
}
