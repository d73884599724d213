package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.validate.Finding;
import org.ztclinical.cedar.validate.ValidationMode;
import org.ztclinical.cedar.validate.ValidationResult;
import org.ztclinical.cedar.validate.Validator;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** Strict verdicts and those of every level agree with the reference, policy by policy. */
class DifferentialValidationTest {
  private static final int CASES = Integer.getInteger("oracle.cases", 20_000);
  private static final long SEED = Long.getLong("oracle.seed", 1);

  /** The reference reads the schema anew for every question, so one question is about many. */
  private static final int TOGETHER = 30;

  private final List<String> different = new ArrayList<>();
  private int verdicts;
  private int invalid;

  @Test
  void strictVerdictsOverOneSchemaAgree() throws CedarSyntaxException {
    Schema schema = SchemaParser.parse(RandomWorld.SCHEMA);
    for (int i = 0; i < CASES; i += TOGETHER) {
      List<String> policies = new ArrayList<>();
      for (int j = 0; j < TOGETHER; j++) {
        keepReadable(new RandomWorld(SEED * 1_000_003 + i + j).policies().split("\n")[0], policies);
      }
      compare(SEED * 1_000_003 + i, RandomWorld.SCHEMA, schema, policies);
    }
    report();
  }

  @Test
  void strictVerdictsOverRandomSchemasAgree() {
    for (int i = 0; i < CASES; i += TOGETHER) {
      long seed = SEED * 1_000_003 + i;
      Random random = new Random(seed);
      String text = new RandomSoundSchema(random).text();
      Schema schema;
      try {
        schema = SchemaParser.parse(text);
      } catch (CedarSyntaxException e) {
        boolean refused = ReferenceEngine.invalid(ReferenceEngine.quote(text), "").isEmpty();
        assertThat(refused).as(e.getMessage() + "\n" + text).isTrue();
        continue;
      }
      RandomSchemaPolicy maker = new RandomSchemaPolicy(schema, random);
      List<String> policies = new ArrayList<>();
      for (int j = 0; j < TOGETHER && maker.canMake(); j++) {
        keepReadable(maker.policy(), policies);
      }
      compare(seed, text, schema, policies);
    }
    report();
  }

  private static void keepReadable(String policy, List<String> policies) {
    try {
      PolicyParser.parse(policy);
      policies.add(policy);
    } catch (CedarSyntaxException e) {
      // Other tests compare what is refused.
    }
  }

  private void compare(long seed, String schemaText, Schema schema, List<String> policies) {
    Validator validator = Validator.of(schema);
    for (int level = -1; level < 4; level++) {
      compare(seed, schemaText, validator, level, policies);
    }
  }

  private void compare(
      long seed, String schemaText, Validator validator, int level, List<String> policies) {
    String text = String.join("\n", policies);
    Optional<Set<String>> reference =
        level < 0
            ? ReferenceEngine.invalid(ReferenceEngine.quote(schemaText), text)
            : ReferenceEngine.invalid(ReferenceEngine.quote(schemaText), text, level);
    if (reference.isEmpty()) {
      different.add(seed + " the reference does not read\n" + schemaText + text);
      return;
    }
    Set<String> ours = invalid(validator, level, text);
    verdicts += policies.size();
    invalid += reference.get().size();
    Set<String> odd = new TreeSet<>(ours);
    odd.addAll(reference.get());
    odd.removeIf(id -> ours.contains(id) == reference.get().contains(id));
    for (String id : odd) {
      different.add(
          seed
              + " level "
              + level
              + (ours.contains(id) ? " only we refuse " : " only the reference refuses ")
              + "\n"
              + policies.get(Integer.parseInt(id.substring("policy".length())))
              + "\n"
              + (schemaText.equals(RandomWorld.SCHEMA) ? "" : schemaText));
    }
  }

  private Set<String> invalid(Validator validator, int level, String text) {
    try {
      PolicySet policies = PolicyParser.parse(text);
      ValidationResult result =
          level < 0
              ? validator.validate(policies, ValidationMode.STRICT)
              : validator.validateWithLevel(policies, ValidationMode.STRICT, level);
      return result.errors().stream().map(Finding::policyId).collect(Collectors.toSet());
    } catch (CedarSyntaxException | RuntimeException e) {
      different.add(e + " " + List.of(e.getStackTrace()).subList(0, 4) + "\n" + text);
      return Set.of();
    }
  }

  private void report() {
    System.out.println(
        verdicts + " verdicts, " + invalid + " invalid, " + different.size() + " different");
    assertThat(different.stream().limit(Integer.getInteger("oracle.show", 10))).isEmpty();
  }
}
