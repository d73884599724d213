package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteBaseTest {
  private final RemoteBase base = RemoteBase.of(URI.create("https://fhir.example.org/api/r4/"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://fhir.example.org.evil.example/api/r4/Patient/1",
        "https://fhir.example.orgevil/api/r4/Patient/1",
        "https://fhir.example.org@evil.example/api/r4/Patient/1",
        "https://fhir.example.org:443@evil.example/api/r4/Patient/1",
        "https://user@fhir.example.org/api/r4/Patient/1",
        "https://fhir.example.org:8443/api/r4/Patient/1",
        "https://fhir.example.org./api/r4/Patient/1",
        "https://evil.example/api/r4/Patient/1",
        "https://evil.example/https://fhir.example.org/api/r4/Patient/1",
        "https://sub.fhir.example.org/api/r4/Patient/1",
        "http://fhir.example.org/api/r4/Patient/1",
        "http://fhir.example.org:443/api/r4/Patient/1",
        "ftp://fhir.example.org/api/r4/Patient/1",
        "file:///api/r4/Patient/1",
        "//fhir.example.org/api/r4/Patient/1",
        "/api/r4/Patient/1",
        "Patient/1",
        "",
        "https:fhir.example.org/api/r4",
        "https:///api/r4/Patient/1",
        "https://fhir.example.org/api/r4evil/Patient/1",
        "https://fhir.example.org/api/r40/Patient/1",
        "https://fhir.example.org/api/Patient/1",
        "https://fhir.example.org/API/r4/Patient/1",
        "https://fhir.example.org/",
        "https://fhir.example.org",
        "https://fhir.example.org/api/r4/Patient/1#x",
        "https://fhir.example.org/api/r4/../admin",
        "https://fhir.example.org/api/r4/./Patient/1",
        "https://fhir.example.org/api/r4//Patient/1",
        "https://fhir.example.org//api/r4/Patient/1",
        "https://fhir.example.org/api/r4/%2e%2e/admin",
        "https://fhir.example.org/api/r4/..%2fadmin",
        "https://fhir.example.org/api/r4/Patient%2F1",
        "https://fhir.example.org/api/r4/Patient;v=1/1",
        "https://fhir.example.org\\@evil.example/api/r4/Patient/1",
        "https://fhir.example.org/api/r4/Patient/1\r\nHost: evil.example",
        "https://fhir.example.org /api/r4/Patient/1",
        "https://fhir.example.org/api/r4/Patient?name=%zz",
        "https://fhir.example.org/api/r4/Patient?a=1;b=2",
        "https://fhir.\u0435xample.org/api/r4/Patient/1"
      })
  void anAddressElsewhereOrWithTwoReadingsIsRefused(String address) {
    assertThatThrownBy(() -> base.locate(address)).isInstanceOf(AccessDeniedException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://fhir.example.org/api/r4/Patient/1          | /Patient/1
          https://fhir.example.org:443/api/r4/Patient/1      | /Patient/1
          HTTPS://FHIR.Example.ORG/api/r4/Patient/1          | /Patient/1
          https://fhir.example.org/api/r4/Patient/           | /Patient
          https://fhir.example.org/api/r4                    | /
          https://fhir.example.org/api/r4/                   | /
          https://fhir.example.org/api/r4?_getpages=x        | /
          https://fhir.example.org/api/r4/Patient/1/$everything | /Patient/1/$everything
          """)
  void anAddressBelowTheBaseIsFound(String address, String path) {
    assertThat(base.locate(address).path().text()).isEqualTo(path);
  }

  @Test
  void whatIsSentIsBuiltFromTheBaseAgain() {
    RemoteBase.Place place =
        base.locate("HTTPS://FHIR.example.org:443/api/r4/Patient/?name=a%20b&_tag=x%7Cy&q=+");

    assertThat(base.address(place))
        .isEqualTo(
            URI.create("https://fhir.example.org/api/r4/Patient?name=a%20b&_tag=x%7Cy&q=%20"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://fhir.example.org/r4",
        "http://127.0.0.1.evil.example/r4",
        "http://localhost.evil.example/r4",
        "ftp://fhir.example.org/r4",
        "fhir.example.org/r4",
        "https:///r4",
        "https://user@fhir.example.org/r4",
        "https://fhir.example.org/r4?tenant=1",
        "https://fhir.example.org/r4#x",
        "https://fhir.example.org/a%2Fb",
        "https://fhir.example.org/a/../b"
      })
  void aBaseThatIsNotOneSecurePlaceIsRefused(String text) {
    assertThatThrownBy(() -> RemoteBase.of(URI.create(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080/fhir",
        "http://localhost/fhir",
        "http://[::1]:8080/fhir",
        "https://fhir.example.org",
        "https://fhir.example.org:8443/r4"
      })
  void aBaseOnHttpsOrLoopbackIsAccepted(String text) {
    assertThat(RemoteBase.of(URI.create(text)).text()).isEqualTo(text);
  }
}
