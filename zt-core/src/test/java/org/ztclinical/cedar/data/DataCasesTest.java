package org.ztclinical.cedar.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.CedarCases;
import org.ztclinical.cedar.DataConformance;

/** The reference engine's verdicts on entities and requests. */
class DataCasesTest {
  @Test
  void entitiesAreReadAgainstSchemasAsTheReferenceEngineDoes() throws Exception {
    CedarCases cases = CedarCases.require();
    DataConformance conformance = new DataConformance(cases);
    List<String> oracles = cases.paths("cedar-go/entity-parsing/", ".parsing.json");

    for (String oracle : oracles) {
      conformance.parsing(oracle.replace(".parsing.json", ".json"));
    }

    assertThat(oracles).isNotEmpty();
    assertThat(conformance.differences()).isEmpty();
  }

  @Test
  void entitiesAndRequestsOfTheHandwrittenCasesAreValidatedAsTheReferenceEngineDoes()
      throws Exception {
    CedarCases cases = CedarCases.require();
    DataConformance conformance = new DataConformance(cases);
    List<String> oracles = cases.paths("cedar-go/validate/testdata/", ".validation.json");

    for (String oracle : oracles) {
      conformance.validation(
          oracle.replace(".validation.json", ".json"), oracle, "cedar-go/validate/");
    }

    assertThat(oracles).isNotEmpty();
    assertThat(conformance.differences()).isEmpty();
  }

  @Test
  void entitiesAndRequestsOfTheCorpusAreValidatedAsTheReferenceEngineDoes() throws Exception {
    CedarCases cases = CedarCases.require();
    DataConformance conformance = new DataConformance(cases);
    List<String> oracles = cases.paths("cedar-go/corpus-tests-validation/", ".validation.json");

    for (String oracle : oracles) {
      String id = oracle.substring(oracle.lastIndexOf('/') + 1).replace(".validation.json", "");
      conformance.validation("corpus-tests/" + id + ".json", oracle, "");
    }

    assertThat(oracles).isNotEmpty();
    assertThat(conformance.verdicts()).isGreaterThan(10 * oracles.size());
    assertThat(conformance.differences()).isEmpty();
  }

  @Test
  void everyEntityFileIsReadWithoutSchemaAndWrittenBack() throws Exception {
    CedarCases cases = CedarCases.require();
    int files = 0;
    for (String folder : List.of("corpus-tests/", "generated/")) {
      for (String path : cases.paths(folder, ".entities.json")) {
        var entities = EntitiesJson.parse(cases.bytes(path));

        var again = EntitiesJson.parse(EntitiesJson.write(entities));

        assertThat(List.copyOf(again.all())).as(path).isEqualTo(List.copyOf(entities.all()));
        files++;
      }
    }
    assertThat(files).isPositive();
  }
}
