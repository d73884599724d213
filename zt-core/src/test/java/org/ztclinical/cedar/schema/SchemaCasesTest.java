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
  void everySchemaOfTheCasesIsReadAndPrintedAndReadAgainTheSame() throws IOException {
    CedarCases cases = CedarCases.require();
    List<String> paths = cases.paths("", ".cedarschema");
    List<String> wrong = new ArrayList<>();

    for (String path : paths) {
      try {
        Schema schema = SchemaParser.parse(cases.text(path));
        if (!SchemaParser.parse(SchemaPrinter.print(schema)).equals(schema)) {
          wrong.add(path + ": the printed text says something else");
        }
        if (!SchemaJson.parse(SchemaJson.write(schema)).equals(schema)) {
          wrong.add(path + ": the written JSON says something else");
        }
      } catch (CedarSyntaxException e) {
        wrong.add(path + ": " + e.getMessage());
      }
    }

    assertThat(paths).isNotEmpty();
    assertThat(wrong).isEmpty();
  }
}
