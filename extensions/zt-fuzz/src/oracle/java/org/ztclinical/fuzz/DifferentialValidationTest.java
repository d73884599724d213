package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.value.CedarSyntaxException;

/**
 * Verdicts agree with the reference, policy by policy, template by template and link by link: in
 * strict mode, at every level, and in permissive mode as far as the strict errors tell.
 */
class DifferentialValidationTest {
  private static final int CASES = Integer.getInteger("oracle.cases", 20_000);
  private static final long SEED = Long.getLong("oracle.seed", 1);

  /** The reference reads the schema anew for every question, so one question is about many. */
  private static final int TOGETHER = 30;

  private final Verdicts verdicts = new Verdicts();

  @Test
  void verdictsOverOneSchemaAgree() throws CedarSyntaxException {
    Schema schema = SchemaParser.parse(RandomWorld.SCHEMA);
    for (int i = 0; i < CASES; i += TOGETHER) {
      long seed = SEED * 1_000_003 + i;
      RandomWorld world = new RandomWorld(seed);
      verdicts.compare(seed, RandomWorld.SCHEMA, schema, RandomPolicySet.of(world, TOGETHER, 0, 0));
    }
    verdicts.report();
  }

  @Test
  void verdictsOnTemplatesAndLinksOverOneSchemaAgree() throws CedarSyntaxException {
    Schema schema = SchemaParser.parse(RandomWorld.SCHEMA);
    for (int i = 0; i < CASES; i += TOGETHER) {
      long seed = SEED * 1_000_003 + i;
      RandomWorld world = new RandomWorld(seed);
      verdicts.compare(
          seed, RandomWorld.SCHEMA, schema, RandomPolicySet.of(world, 0, TOGETHER / 5, 4));
    }
    verdicts.report();
  }

  @Test
  void verdictsOverRandomSchemasAgree() {
    for (int i = 0; i < CASES; i += TOGETHER) {
      long seed = SEED * 1_000_003 + i;
      Random random = new Random(seed);
      String text = new RandomSoundSchema(random).text();
      Optional<Schema> schema = read(text);
      if (schema.isEmpty()) {
        continue;
      }
      RandomSchemaPolicy maker = new RandomSchemaPolicy(schema.get(), random);
      if (maker.canMake()) {
        List<String> policies = readable(maker::policy, TOGETHER / 2);
        List<String> templates = readable(maker::template, TOGETHER / 10);
        verdicts.compare(
            seed, text, schema.get(), RandomPolicySet.of(policies, templates, 4, maker::slotValue));
      }
    }
    verdicts.report();
  }

  /** The schema; empty where both refuse it. */
  private static Optional<Schema> read(String text) {
    try {
      return Optional.of(SchemaParser.parse(text));
    } catch (CedarSyntaxException e) {
      String none = "{\"staticPolicies\":\"\"}";
      assertThat(ReferenceEngine.validate(text, none, -1)).as(e.getMessage() + text).isEmpty();
      return Optional.empty();
    }
  }

  /** Texts that we read; other tests compare what is refused. */
  private static List<String> readable(Supplier<String> texts, int count) {
    List<String> readable = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = texts.get();
      if (RandomPolicySet.isReadable(text)) {
        readable.add(text);
      }
    }
    return readable;
  }
}
