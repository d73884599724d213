package org.ztclinical.cedar.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.CedarCases;
import org.ztclinical.cedar.value.CedarSyntaxException;

class SchemaCasesTest {
  @Test
  void everySchemaOfTheCasesIsRead() throws IOException {
    CedarCases cases = CedarCases.require();
    List<String> paths = cases.paths("", ".cedarschema");
    List<String> refused = new ArrayList<>();

    for (String path : paths) {
      try {
        SchemaParser.parse(cases.text(path));
      } catch (CedarSyntaxException e) {
        refused.add(path + ": " + e.getMessage());
      }
    }

    assertThat(paths).hasSizeGreaterThan(800);
    assertThat(refused).isEmpty();
  }
}
