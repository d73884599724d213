package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.schema.SchemaPrinter;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** Any bytes as a schema in Cedar's own syntax. */
class SchemaTextFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void whateverComesIsReadOrRefused(byte[] bytes) throws CedarSyntaxException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Schema schema;
    try {
      schema = SchemaParser.parse(text);
    } catch (CedarSyntaxException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return;
    }
    assertThat(SchemaParser.parse(SchemaPrinter.print(schema))).isEqualTo(schema);
  }
}
