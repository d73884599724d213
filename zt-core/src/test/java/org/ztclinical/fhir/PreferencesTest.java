package org.ztclinical.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.request.Body;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestRefusedException;

class PreferencesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '`',
      emptyValue = "",
      textBlock =
          """
          return=minimal                                  > return=minimal
          RETURN="representation"                         > return=representation
          return=OperationOutcome; foo=bar                > return=OperationOutcome
          return=everything                               > ``
          handling=strict, return=minimal, respond-async  > handling=strict, return=minimal, respond-async
          handling=lenient, handling=strict               > ``
          handling=strict, handling=lenient               > handling=strict
          respond-async;wait=10                           > respond-async
          wait=10, priority                               > ``
          """)
  void preferencesAreReadByTheirFirstInstanceAndWrittenPlainly(String field, String text)
      throws Exception {
    assertThat(preferences(field).text()).isEqualTo(text);
    assertThat(preferences(text).text()).isEqualTo(text);
  }

  @Test
  void severalFieldsAreOneList() throws Exception {
    Preferences preferences = preferences("respond-async", "return=minimal, handling=strict");

    assertThat(preferences.async()).isTrue();
    assertThat(preferences.strict()).isTrue();
    assertThat(preferences.answer()).contains(Preferences.Answer.MINIMAL);
    assertThat(preferences.synchronous().text()).isEqualTo("handling=strict, return=minimal");
  }

  private static Preferences preferences(String... fields) throws RequestRefusedException {
    return Preferences.of(
        CanonicalRequest.parse(
            HttpMethod.GET, "/Patient", Map.of("Prefer", List.of(fields)), Body.none()));
  }
}
