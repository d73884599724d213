package org.ztclinical.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.validate.Finding;
import org.ztclinical.cedar.validate.ValidationMode;
import org.ztclinical.cedar.validate.Validator;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;

/** Runs the validator over the conformance cases: its verdicts are those of the reference. */
class ValidatorVectorTest {
  private static final JsonReader JSON =
      JsonReader.of(new JsonLimits(64 * 1024 * 1024, 500, 10_000_000));

  private static CedarCases cases;

  @BeforeAll
  static void readCases() throws Exception {
    cases = CedarCases.require();
  }

  @ParameterizedTest
  @CsvSource({"corpus,corpus-tests/", "handwritten,tests/", "generated,generated/"})
  void strictVerdictIsTheOneOfTheCase(String kind, String folder) throws Exception {
    List<String> mismatches = new ArrayList<>();
    int count = 0;
    for (String path : cases.paths(folder, ".json")) {
      if (path.endsWith(".entities.json")) {
        continue;
      }
      JsonObject test = JSON.readObject(cases.bytes(path));
      Checked checked =
          Checked.of(
              cases.text(test.string("schema").orElseThrow()),
              cases.text(test.string("policies").orElseThrow()));
      count++;
      if (checked.isValid(ValidationMode.STRICT) != bool(test, "shouldValidate")) {
        mismatches.add(path + ": " + checked.findings(ValidationMode.STRICT));
      }
    }

    print(kind, count, mismatches);
    assertThat(count).as("cases of kind %s", kind).isPositive();
    assertThat(mismatches).isEmpty();
  }

  @Test
  void verdictsPerPolicyAndModeAreThoseOfTheCorpus() throws Exception {
    perPolicy("corpus, per policy and mode", "cedar-go/corpus-tests-validation/", "corpus-tests/");
  }

  @Test
  void verdictsPerPolicyAndModeAreThoseOfTheValidatorCases() throws Exception {
    String folder = "cedar-go/validate/testdata/";
    perPolicy("validator", folder, folder);
  }

  private static void perPolicy(String kind, String oracles, String sources) throws Exception {
    List<String> mismatches = new ArrayList<>();
    int count = 0;
    for (String path : cases.paths(oracles, ".validation.json")) {
      String name = path.substring(oracles.length(), path.length() - ".validation.json".length());
      JsonObject oracle =
          JSON.readObject(cases.bytes(path)).object("policyValidation").orElseThrow();
      Checked checked =
          Checked.of(
              cases.text(sources + name + ".cedarschema"), cases.text(sources + name + ".cedar"));
      count++;
      for (ValidationMode mode : ValidationMode.values()) {
        String expected = expected(oracle, mode).toString();
        if (!checked.refused(mode).toString().equals(expected)) {
          mismatches.add(
              name + " " + mode + ": expected " + expected + ": " + checked.findings(mode));
        }
      }
    }

    print(kind, count, mismatches);
    assertThat(count).as("cases of kind %s", kind).isPositive();
    assertThat(mismatches).isEmpty();
  }

  /** The policies that the oracle refuses. */
  private static Set<String> expected(JsonObject oracle, ValidationMode mode) {
    String member = mode == ValidationMode.STRICT ? "strict" : "permissive";
    JsonObject perPolicy = oracle.object("perPolicy").orElseThrow();
    Set<String> refused =
        perPolicy.members().keySet().stream()
            .filter(id -> !bool(perPolicy.object(id).orElseThrow(), member))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(refused.isEmpty()).isEqualTo(bool(oracle, member));
    return refused;
  }

  private static boolean bool(JsonObject object, String member) {
    return object.get(member) instanceof JsonBoolean bool && bool.value();
  }

  private static void print(String kind, int count, List<String> mismatches) {
    System.out.printf(
        "Cedar validator, %s: %d cases, %d verdicts differ%n", kind, count, mismatches.size());
  }

  /** A policy set and what the validator says of it. */
  private record Checked(PolicySet policies, Map<ValidationMode, List<Finding>> errors) {
    static Checked of(String schemaText, String policyText)
        throws CedarSyntaxException, JsonSyntaxException {
      Schema schema = SchemaParser.parse(schemaText);
      PolicySet policies = PolicyParser.parse(policyText);
      Validator validator = Validator.of(schema);
      return new Checked(
          policies,
          Map.of(
              ValidationMode.STRICT,
              validator.validate(policies, ValidationMode.STRICT).errors(),
              ValidationMode.PERMISSIVE,
              validator.validate(policies, ValidationMode.PERMISSIVE).errors()));
    }

    boolean isValid(ValidationMode mode) {
      return findings(mode).isEmpty();
    }

    List<Finding> findings(ValidationMode mode) {
      return errors.get(mode);
    }

    Set<String> refused(ValidationMode mode) {
      Set<String> known = policies.policies().stream().map(Policy::id).collect(Collectors.toSet());
      return findings(mode).stream()
          .map(Finding::policyId)
          .peek(id -> assertThat(known).contains(id))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
