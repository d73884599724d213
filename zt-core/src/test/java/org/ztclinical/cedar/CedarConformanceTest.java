package org.ztclinical.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
    List<String> paths = casesIn(folder);

    for (String path : paths) {
      conformance.run(path);
    }
    System.out.println(conformance.line(kind));

    assertThat(paths).as("cases of kind %s", kind).isNotEmpty();
    assertThat(conformance.differences()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"corpus,corpus-tests/", "handwritten,tests/", "generated,generated/"})
  void strictVerdictIsThatOfTheReference(String kind, String folder) throws Exception {
    ValidationConformance conformance = new ValidationConformance(cases);

    for (String path : casesIn(folder)) {
      conformance.verdict(path);
    }

    requireAgreement(kind, conformance);
  }

  @ParameterizedTest
  @CsvSource({
    "corpus by policy,cedar-go/corpus-tests-validation/,corpus-tests/",
    "validator,cedar-go/validate/testdata/,cedar-go/validate/testdata/"
  })
  void verdictsOnEachPolicyInBothModesAreThoseOfTheReference(
      String kind, String oracles, String folder) throws Exception {
    ValidationConformance conformance = new ValidationConformance(cases);

    for (String oracle : cases.paths(oracles, ".validation.json")) {
      conformance.verdictsPerPolicy(oracle, folder);
    }

    requireAgreement(kind, conformance);
  }

  private static void requireAgreement(String kind, ValidationConformance conformance) {
    // An archive that somebody names need not have every kind; the one beside the project has.
    boolean named = !System.getProperty("cedar.cases", "").isEmpty();
    assumeTrue(conformance.count() > 0 || !named, "skipped: no cases of kind " + kind);
    System.out.println(conformance.line(kind));

    assertThat(conformance.count()).as("cases of kind %s", kind).isPositive();
    assertThat(conformance.differences()).isEmpty();
  }

  private static List<String> casesIn(String folder) {
    return cases.paths(folder, ".json").stream()
        .filter(path -> !path.endsWith(".entities.json"))
        .toList();
  }
}
