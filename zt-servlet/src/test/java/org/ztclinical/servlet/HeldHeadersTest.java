package org.ztclinical.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HeldHeadersTest {
  private final HeldHeaders headers = new HeldHeaders();

  @Test
  void theCharsetIsPartOfTheContentTypeHoweverItWasSet() {
    headers.set("content-type", "application/fhir+json; charset=\"ISO-8859-1\"; fhirVersion=4.0");
    assertThat(headers.contentType())
        .isEqualTo("application/fhir+json; fhirVersion=4.0;charset=ISO-8859-1");

    headers.setCharset("UTF-8");
    assertThat(headers.values("Content-Type"))
        .containsExactly("application/fhir+json; fhirVersion=4.0;charset=UTF-8");
  }

  @Test
  void aWriterFixesTheCharset() {
    headers.setContentType("text/plain");
    assertThat(headers.contentType()).isEqualTo("text/plain");

    headers.fixCharset();
    headers.setContentType("text/html;charset=ISO-8859-1");
    headers.setCharset("US-ASCII");

    assertThat(headers.contentType()).isEqualTo("text/html;charset=UTF-8");
  }

  @Test
  void namesCompareWithoutLetterCase() {
    headers.set("X-One", "1");
    headers.add("x-one", "2");
    headers.set("X-Gone", "1");
    headers.set("x-gone", null);

    assertThat(headers.values("X-ONE")).containsExactly("1", "2");
    assertThat(headers.contains("X-Gone")).isFalse();
    assertThat(headers.toMap()).containsOnly(java.util.Map.entry("X-One", List.of("1", "2")));
  }

  @Test
  void whatWasReadDoesNotChangeLater() {
    headers.set("X-One", "1");
    var read = headers.toMap();

    headers.add("X-One", "2");
    headers.clear();

    assertThat(read).containsEntry("X-One", List.of("1"));
    assertThat(headers.names()).isEmpty();
  }
}
