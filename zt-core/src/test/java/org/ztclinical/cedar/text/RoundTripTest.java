package org.ztclinical.cedar.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.CedarCases;
import org.ztclinical.cedar.RandomPolicies;
import org.ztclinical.cedar.ast.Expr;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.ast.Template;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** What is printed reads back as what was printed. */
class RoundTripTest {
  private static final int RUNS = 2_000;

  @Test
  void randomExpressionsReadBackAsTheyWere() throws CedarSyntaxException {
    for (long seed = 0; seed < RUNS; seed++) {
      Expr tree = RandomPolicies.seeded(seed).expressions().any(1 + (int) (seed % 6));

      String text = PolicyPrinter.print(tree);

      assertThat(PolicyParser.parseExpression(text)).as("seed %d: %s", seed, text).isEqualTo(tree);
      assertThat(PolicyPrinter.print(PolicyParser.parseExpression(text))).isEqualTo(text);
    }
  }

  @Test
  void randomPoliciesAndTemplatesReadBackAsTheyWere() throws CedarSyntaxException {
    for (long seed = 0; seed < RUNS; seed++) {
      RandomPolicies random = RandomPolicies.seeded(seed);
      Policy policy = random.policy("policy0");
      Template template = random.template("policy1");
      PolicySet set = PolicySet.of(List.of(policy), List.of(template), List.of());

      String text = PolicyPrinter.print(set);

      assertThat(PolicyParser.parse(text)).as("seed %d:%n%s", seed, text).isEqualTo(set);
    }
  }

  @Test
  void policiesOfTheCasesReadBackAsTheyWere() throws IOException, CedarSyntaxException {
    CedarCases cases = CedarCases.require();

    for (String path : cases.paths("", ".cedar")) {
      PolicySet policies = PolicyParser.parse(cases.text(path));

      String text = PolicyPrinter.print(policies);

      assertThat(PolicyParser.parse(text)).as(path).isEqualTo(policies);
    }
  }
}
