package org.ztclinical.cedar.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.CedarCases;

/**
 * The entity files of the conformance cases; what the reference says of them is compared in its own
 * test.
 */
class DataCasesTest {
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
