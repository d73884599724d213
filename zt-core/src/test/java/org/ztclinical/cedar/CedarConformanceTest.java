package org.ztclinical.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs every case of the Cedar conformance suite that {@code -Dcedar.cases=} names, an archive or a
 * folder, and prints one line for each kind of case. Each kind has a class that runs its cases.
 */
final class CedarConformanceTest {
  private static CedarCases cases;

  @BeforeAll
  static void readCases() throws Exception {
    cases = CedarCases.require();
  }

  @ParameterizedTest
  @CsvSource({"corpus,corpus-tests/", "handwritten,tests/", "generated,generated/"})
  void decisionReasonsAndErrorsAreThoseOfTheReference(String kind, String folder) throws Exception {
    AuthorizationConformance conformance = new AuthorizationConformance(cases);
    List<String> paths =
        cases.paths(folder, ".json").stream()
            .filter(path -> !path.endsWith(".entities.json"))
            .toList();

    for (String path : paths) {
      conformance.run(path);
    }
    System.out.println(conformance.line(kind));

    assertThat(paths).as("cases of kind %s", kind).isNotEmpty();
    assertThat(conformance.differences()).isEmpty();
  }
}
