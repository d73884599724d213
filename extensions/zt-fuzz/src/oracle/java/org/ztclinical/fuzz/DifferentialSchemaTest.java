package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaJson;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.schema.SchemaPrinter;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** Schemas mean the same in both notations, whoever writes them, and are taken or refused alike. */
class DifferentialSchemaTest {
  private static final int CASES = Integer.getInteger("oracle.cases", 20_000);
  private static final long SEED = Long.getLong("oracle.seed", 1);

  private final List<String> different = new ArrayList<>();

  @Test
  void notationsMeanTheSame() {
    int compared = 0;
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(SEED * 1_000_003 + i);
      String text =
          random.nextInt(3) == 0
              ? RandomSchemaText.of(random)
              : new RandomSoundSchema(random).text();
      Schema schema;
      try {
        schema = SchemaParser.parse(text);
      } catch (CedarSyntaxException e) {
        continue;
      }
      compared++;
      String json = new String(SchemaJson.write(schema), StandardCharsets.UTF_8);
      String printed = SchemaPrinter.print(schema);
      same(schema, text, "their JSON", () -> SchemaJson.parse(ReferenceSchemas.toJson(text)));
      same(schema, text, "our JSON", () -> SchemaParser.parse(ReferenceSchemas.toCedar(json)));
      same(schema, text, "our text", () -> SchemaJson.parse(ReferenceSchemas.toJson(printed)));
    }
    report(compared + " schemas compared three times");
  }

  @Test
  void schemaJsonIsTakenOrRefused() {
    int taken = 0;
    for (int i = 0; i < CASES; i++) {
      long seed = SEED * 1_000_003 + i;
      Random random = new Random(seed);
      String text = random.nextInt(3) == 0 ? SMALL : new RandomSoundSchema(random).text();
      String json;
      try {
        json = new String(SchemaJson.write(SchemaParser.parse(text)), StandardCharsets.UTF_8);
      } catch (CedarSyntaxException e) {
        continue;
      }
      Mutations mutations = Mutations.ofSchemaJson(random);
      String changed =
          switch (random.nextInt(10)) {
            case 0 -> mutations.of(json);
            case 1, 2 -> mutations.ofValue(json);
            case 3, 4, 5, 6 -> TreeMutations.ofSchemas(random).of(json);
            default -> mutations.ofType(json);
          };
      boolean reference = ReferenceEngine.takesSchema(changed);
      taken += reference ? 1 : 0;
      String ours = "";
      try {
        SchemaJson.parse(changed);
      } catch (CedarSyntaxException e) {
        ours = e.getMessage();
      }
      // The library that the reference reads JSON with takes an array of members for an object.
      boolean stricter = ours.contains("an object is expected here");
      if (reference != ours.isEmpty() && !stricter) {
        different.add(
            seed
                + (reference
                    ? " reference takes, we: " + ours
                    : " reference refuses: " + ReferenceSchemas.refusal(changed))
                + "\n"
                + changed);
      }
    }
    report(taken + " taken");
  }

  private static final String SMALL =
      """
      type T = { a: Long, b?: Set<User> };
      entity User in [Group] = { t: T, s: String } tags String;
      entity Group enum ["a"];
      action "read" in [all] appliesTo { principal: User, resource: [User, Group], context: T };
      action all;
      namespace N { entity E = { at: datetime }; action go appliesTo { principal: E, resource: E }; }
      """;

  private interface Reading {
    Schema read() throws Exception;
  }

  private void same(Schema schema, String text, String how, Reading reading) {
    try {
      if (!reading.read().equals(schema)) {
        different.add(how + " means something else\n" + text);
      }
    } catch (Exception e) {
      different.add(how + ": " + e + "\n" + text);
    }
  }

  private void report(String more) {
    System.out.println(CASES + " cases, " + more + ", " + different.size() + " different");
    assertThat(different.stream().limit(Integer.getInteger("oracle.show", 10))).isEmpty();
  }
}
