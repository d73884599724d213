package org.ztclinical.cedar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.validate.Finding;
import org.ztclinical.cedar.validate.ValidationMode;
import org.ztclinical.cedar.validate.Validator;
import org.ztclinical.json.JsonBoolean;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;

/** Compares the validator's verdicts with those of the reference engine. */
final class ValidationConformance {
  private static final JsonReader READER =
      JsonReader.of(new JsonLimits(64 * 1024 * 1024, 500, 10_000_000));

  private final CedarCases cases;
  private final List<String> differences = new ArrayList<>();
  private int count;
  private int strict;
  private int permissive;

  ValidationConformance(CedarCases cases) {
    this.cases = cases;
  }

  /** Where the verdicts differ, one line each, with what the validator found. */
  List<String> differences() {
    return List.copyOf(differences);
  }

  /** How many cases were compared. */
  int count() {
    return count;
  }

  /** The figures for one kind of case. */
  String line(String kind) {
    return "Cedar validation, %s: %d cases; mismatches: %d strict verdict, %d permissive verdict"
        .formatted(kind, count, strict, permissive);
  }

  /** Compares the strict verdict on one case with its {@code shouldValidate}. */
  void verdict(String path) throws Exception {
    JsonObject test = READER.readObject(cases.bytes(path));
    List<Finding> errors =
        errors(
            test.string("schema").orElseThrow(),
            test.string("policies").orElseThrow(),
            ValidationMode.STRICT);
    count++;
    if (errors.isEmpty() != bool(test, "shouldValidate")) {
      differ(path, ValidationMode.STRICT, errors);
    }
  }

  /**
   * Compares the verdicts on each policy in both modes.
   *
   * @param oracle of the file with the verdicts, {@code x.validation.json}
   * @param folder where {@code x.cedar} and {@code x.cedarschema} are
   */
  void verdictsPerPolicy(String oracle, String folder) throws Exception {
    String name = oracle.substring(oracle.lastIndexOf('/') + 1).replace(".validation.json", "");
    JsonObject expected =
        READER.readObject(cases.bytes(oracle)).object("policyValidation").orElseThrow();
    count++;
    for (ValidationMode mode : ValidationMode.values()) {
      List<Finding> errors = errors(folder + name + ".cedarschema", folder + name + ".cedar", mode);
      String member = mode == ValidationMode.STRICT ? "strict" : "permissive";
      boolean same =
          errors.isEmpty() == bool(expected, member)
              && refused(errors).equals(refused(expected, member));
      if (!same) {
        differ(oracle, mode, errors);
      }
    }
  }

  private List<Finding> errors(String schema, String policies, ValidationMode mode)
      throws Exception {
    PolicySet set = PolicyParser.parse(cases.text(policies));
    return Validator.of(SchemaParser.parse(cases.text(schema))).validate(set, mode).errors();
  }

  private static Set<String> refused(Collection<Finding> errors) {
    return errors.stream().map(Finding::policyId).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> refused(JsonObject expected, String member) {
    JsonObject perPolicy = expected.object("perPolicy").orElseThrow();
    return perPolicy.members().keySet().stream()
        .filter(id -> !bool(perPolicy.object(id).orElseThrow(), member))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean bool(JsonObject object, String member) {
    return object.get(member) instanceof JsonBoolean bool && bool.value();
  }

  private void differ(String path, ValidationMode mode, List<Finding> errors) {
    strict += mode == ValidationMode.STRICT ? 1 : 0;
    permissive += mode == ValidationMode.PERMISSIVE ? 1 : 0;
    differences.add(path + " " + mode + ": " + errors);
  }
}
