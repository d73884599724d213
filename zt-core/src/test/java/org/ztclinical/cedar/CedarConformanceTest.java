package org.ztclinical.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaJson;
import org.ztclinical.cedar.schema.SchemaParser;

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
    assumeKind(kind, paths.size());
    System.out.println(conformance.line(kind));

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

  @Test
  void entitiesAreReadAgainstSchemasAsTheReferenceDoes() throws Exception {
    DataConformance conformance = new DataConformance(cases);
    List<String> oracles = cases.paths("cedar-go/entity-parsing/", ".parsing.json");

    for (String oracle : oracles) {
      conformance.parsing(oracle.replace(".parsing.json", ".json"));
    }

    requireAgreement("entity parsing", oracles.size(), conformance);
  }

  @ParameterizedTest
  @CsvSource({
    "corpus,cedar-go/corpus-tests-validation/,corpus-tests/,''",
    "validator,cedar-go/validate/testdata/,cedar-go/validate/testdata/,cedar-go/validate/"
  })
  void entitiesAndRequestsAreValidatedAsTheReferenceDoes(
      String kind, String folder, String caseFolder, String filesIn) throws Exception {
    DataConformance conformance = new DataConformance(cases);
    List<String> oracles = cases.paths(folder, ".validation.json");

    for (String oracle : oracles) {
      String id = oracle.substring(oracle.lastIndexOf('/') + 1).replace(".validation.json", "");
      conformance.validation(caseFolder + id + ".json", oracle, filesIn);
    }

    requireAgreement(kind, oracles.size(), conformance);
  }

  @Test
  void schemasInJsonAreThoseInCedarSyntax() throws Exception {
    String folder = "cedar-go/corpus-tests-json-schemas/";
    List<String> different = new ArrayList<>();
    List<String> paths = cases.paths(folder, ".json");

    for (String path : paths) {
      String name = path.substring(folder.length(), path.length() - ".json".length());
      Schema text = SchemaParser.parse(cases.text("corpus-tests/" + name));
      if (!SchemaJson.parse(cases.bytes(path)).equals(text)) {
        different.add(name);
      }
    }

    assumeKind("JSON schemas", paths.size());
    System.out.printf(
        "Cedar JSON schemas: %d cases, mismatches: %d schema equality%n",
        paths.size(), different.size());
    assertThat(different).isEmpty();
  }

  private static void requireAgreement(String kind, int count, DataConformance conformance) {
    assumeKind(kind, count);
    System.out.println(conformance.line(kind, count));

    assertThat(conformance.verdicts()).isGreaterThanOrEqualTo(count);
    assertThat(conformance.differences()).isEmpty();
  }

  private static void requireAgreement(String kind, ValidationConformance conformance) {
    assumeKind(kind, conformance.count());
    System.out.println(conformance.line(kind));

    assertThat(conformance.differences()).isEmpty();
  }

  /** An archive that somebody names need not have every kind; the one beside the project has. */
  private static void assumeKind(String kind, int count) {
    boolean named = !System.getProperty("cedar.cases", "").isEmpty();
    assumeTrue(count > 0 || !named, "skipped: no cases of kind " + kind);
    assertThat(count).as("cases of kind %s", kind).isPositive();
  }

  private static List<String> casesIn(String folder) {
    return cases.paths(folder, ".json").stream()
        .filter(path -> !path.endsWith(".entities.json"))
        .toList();
  }
}
