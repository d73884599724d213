package org.ztclinical.cedar.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ztclinical.cedar.SmallStack;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.schema.Schema;
import org.ztclinical.cedar.schema.SchemaParser;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.CedarBool;
import org.ztclinical.cedar.value.CedarSyntaxException;
import org.ztclinical.cedar.value.EntityUid;
import org.ztclinical.cedar.value.Name;
import org.ztclinical.cedar.value.Span;

/** Deep, long and many: what ends in a finding, and what must be done in little stack and time. */
class ValidatorLimitsTest {
  private static Schema schema() throws CedarSyntaxException {
    String optional =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "o" + i + "?: Long")
            .collect(Collectors.joining(", "));
    return SchemaParser.parse(
        "entity User = { boss?: User, me: User, r: { u: User }, "
            + optional
            + " } tags User; action read appliesTo { principal: User, resource: User };");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if BODY then true else false",
        "(true && BODY)",
        "(false || BODY)",
        "!BODY",
        "[BODY].contains(true)",
        "{a: BODY}.a",
        "(BODY) == true",
        "(if BODY then principal else resource) has boss",
        "(if BODY then principal else resource).me == principal"
      })
  void deepestTextThatIsReadIsValidatedOnASmallStack(String layer) throws Exception {
    String body = "principal == resource";
    PolicySet deepest = PolicySet.empty();
    for (int i = 0; i < 200; i++) {
      body = layer.replace("BODY", layer.startsWith("!") ? "(" + body + ")" : body);
      try {
        deepest = PolicyParser.parse("permit(principal, action, resource) when { " + body + " };");
      } catch (CedarSyntaxException e) {
        break;
      }
    }
    PolicySet policies = deepest;
    Validator validator = Validator.of(schema());

    ValidationResult result =
        SmallStack.call(() -> validator.validateWithLevel(policies, ValidationMode.STRICT, 3));
    Reads reads =
        SmallStack.call(
            () ->
                EntityManifest.of(policies, schema())
                    .reads(Name.parse("User"), EntityUid.of("Action", "read"), Name.parse("User")));

    assertThat(policies.size()).isEqualTo(1);
    assertThat(result.errors()).isEmpty();
    assertThat(reads).isNotNull();
  }

  @Test
  void longPathIsFollowedOnASmallStack() throws Exception {
    String path = "principal" + ".me".repeat(120);
    PolicySet policies =
        PolicyParser.parse(
            "permit(principal, action, resource) when { %s has boss && %s.boss == principal };"
                .formatted(path, path));
    Validator validator = Validator.of(schema());

    assertThat(SmallStack.call(() -> validator.validate(policies)).errors()).isEmpty();
    assertThat(
            SmallStack.call(() -> validator.validateWithLevel(policies, ValidationMode.STRICT, 120))
                .errors())
        .extracting(Finding::kind)
        .containsOnly(Finding.Kind.LEVEL);
  }

  @Test
  void policyDeeperThanTheLimitIsAFinding() throws Exception {
    Expr body = new Expr.Literal(CedarBool.TRUE, Span.NONE);
    for (int i = 0; i < 100_000; i++) {
      body = new Expr.Not(body, Span.NONE);
    }
    Policy policy =
        new Policy(
            "deep",
            Effect.PERMIT,
            Map.of(),
            new ScopeConstraint.Any(),
            new ActionConstraint.Any(),
            new ScopeConstraint.Any(),
            List.of(new Condition(Condition.Kind.WHEN, body, Span.NONE)),
            Optional.empty(),
            Span.NONE);
    Validator validator = Validator.of(schema());

    ValidationResult result =
        SmallStack.call(() -> validator.validate(PolicySet.of(List.of(policy))));

    assertThat(result.errors())
        .extracting(Finding::toString)
        .containsExactly("deep: the conditions are nested 100001 levels deep; at most 128");
  }

  @Test
  void chainsOfFiftyThousandTermsTakeTheirLength() throws Exception {
    String tests =
        IntStream.range(0, 50_000)
            .mapToObj(
                i -> "principal has o" + i % 1_000 + " && principal.o" + i % 1_000 + " > " + i)
            .collect(Collectors.joining(" && "));
    String either = String.join(" || ", Collections.nCopies(50_000, "principal has boss"));
    String sum = String.join(" + ", Collections.nCopies(50_000, "1"));
    PolicySet policies =
        PolicyParser.parse(
            "permit(principal, action, resource) when { %s };".formatted(tests)
                + "permit(principal, action, resource) when { (%s) && principal.boss == principal };"
                    .formatted(either)
                + "permit(principal, action, resource) when { %s > 1 };".formatted(sum));

    long start = System.nanoTime();
    ValidationResult result = Validator.of(schema()).validate(policies);
    long millis = (System.nanoTime() - start) / 1_000_000;

    assertThat(result.errors()).isEmpty();
    assertThat(millis).isLessThan(5_000);
  }

  @Test
  void aHundredPoliciesAreValidatedAgainstTheClinicalSchema() throws Exception {
    Schema clinical = clinical();
    PolicySet policies = PolicyParser.parse(hundred());
    Validator validator = Validator.of(clinical);

    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      assertThat(validator.validate(policies).errors()).isEmpty();
      best = Math.min(best, System.nanoTime() - start);
    }

    System.out.printf(
        "validator: %d policies against the clinical schema in %d ms%n",
        policies.size(), best / 1_000_000);
    assertThat(best).isLessThan(5_000_000_000L);
  }

  private static Schema clinical() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            ValidatorLimitsTest.class.getResourceAsStream(
                "/org/ztclinical/policy/clinical.cedarschema"))) {
      return SchemaParser.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String hundred() {
    String permits =
        IntStream.range(0, 96)
            .mapToObj(
                i ->
                    """
                    permit(
                      principal in Clinical::Role::"r%d",
                      action in [Fhir::Action::"read", Fhir::Action::"search-type"],
                      resource is Fhir::%s
                    ) when {
                      context.authentication.mfa &&
                      context.device.posture == Clinical::Posture::"healthy" &&
                      context.launch has patient &&
                      principal is Clinical::User && principal has patient &&
                      principal.patient == context.launch.patient
                    };
                    """
                        .formatted(i, List.of("Patient", "Observation", "Condition").get(i % 3)))
            .collect(Collectors.joining());
    String forbid =
        """
        forbid(principal, action, resource) when {
          (principal is Clinical::User && principal has patient && resource in principal.patient) ||
          (resource is Fhir::Observation && context.risk == Clinical::Risk::"high") ||
          (action == Fhir::Action::"operation" && context.operation like "ex*")
        };
        """;
    return permits + forbid.repeat(5);
  }
}
