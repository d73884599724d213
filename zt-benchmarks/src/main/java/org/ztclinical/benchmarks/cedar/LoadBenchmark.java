package org.ztclinical.benchmarks.cedar;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.validate.ValidationMode;
import org.ztclinical.cedar.validate.ValidationResult;
import org.ztclinical.cedar.validate.Validator;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.policy.ClinicalSchema;

/** What it takes to read 101 policies, and to prove that they can be evaluated without errors. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LoadBenchmark {
  private final String policies = RulesAsCedar.policies();
  private final Schema schema = Ours.schema();
  private final String clinicalPolicies = RulesForClinicalSchema.policies();
  private final Schema clinicalSchema = ClinicalSchema.model();

  /** Text to policies. */
  @Benchmark
  public PolicySet parse() throws CedarSyntaxException {
    return PolicyParser.parse(policies);
  }

  /** Text to policies that keep to the benchmark's schema. */
  @Benchmark
  public PolicySet parseAndValidate() throws CedarSyntaxException {
    return valid(schema, policies);
  }

  /** Text to policies that keep to the schema that ships with the library. */
  @Benchmark
  public PolicySet parseAndValidateClinical() throws CedarSyntaxException {
    return valid(clinicalSchema, clinicalPolicies);
  }

  private static PolicySet valid(Schema schema, String text) throws CedarSyntaxException {
    PolicySet policies = PolicyParser.parse(text);
    ValidationResult result = Validator.of(schema).validate(policies, ValidationMode.STRICT);
    if (!result.isValid()) {
      throw new IllegalStateException("invalid: " + result.errors());
    }
    return policies;
  }
}
