package org.ztclinical.cedar.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.RandomSchemas;
import org.ztclinical.cedar.value.CedarSyntaxException;

class SchemaRoundTripTest {
  private static final int RUNS = 500;

  @Test
  void whatIsPrintedReadsBackAsAnEqualSchema() throws CedarSyntaxException {
    for (long seed = 0; seed < RUNS; seed++) {
      Schema schema = RandomSchemas.schema(seed);

      String text = SchemaPrinter.print(schema);

      assertThat(SchemaParser.parse(text)).as("seed %d:%n%s", seed, text).isEqualTo(schema);
    }
  }

  @Test
  void whatWasPrintedOncePrintsTheSameAgain() throws CedarSyntaxException {
    for (long seed = 0; seed < RUNS; seed++) {
      // The first printing may rename a common type that hides an entity type.
      String first = SchemaPrinter.print(RandomSchemas.schema(seed));
      String second = SchemaPrinter.print(SchemaParser.parse(first));

      assertThat(SchemaPrinter.print(SchemaParser.parse(second))).isEqualTo(second);
    }
  }

  @Test
  void whatIsWrittenAsJsonReadsBackAsAnEqualSchema() throws CedarSyntaxException {
    for (long seed = 0; seed < RUNS; seed++) {
      Schema schema = RandomSchemas.schema(seed);

      byte[] document = SchemaJson.write(schema);

      assertThat(SchemaJson.parse(document)).as("seed %d", seed).isEqualTo(schema);
    }
  }

  @Test
  void schemasThatSayDifferentThingsAreNotEqual() throws CedarSyntaxException {
    int equal = 0;
    for (long seed = 0; seed < RUNS; seed++) {
      if (RandomSchemas.schema(seed).equals(RandomSchemas.schema(seed + 1))) {
        equal++;
      }
    }

    assertThat(equal).isLessThan(RUNS / 100);
  }
}
