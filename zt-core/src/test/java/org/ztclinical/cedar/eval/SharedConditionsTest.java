package org.ztclinical.cedar.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.text.PolicyParser;

class SharedConditionsTest {
  private static final String DEAR =
      "datetime(context.since).offset(duration(context.grace)) < context.now";

  @Test
  void whatIsDearAndStandsInTwoPoliciesIsRemembered() throws Exception {
    assertThat(shared(DEAR, DEAR)).isOne();
    assertThat(shared("context.mfa && " + DEAR, DEAR + " && principal.active")).isOne();
  }

  @Test
  void whatIsCheapOrStandsInOnePolicyIsNot() throws Exception {
    assertThat(shared("context.mfa && context.trust > 3", "context.mfa")).isZero();
    assertThat(shared(DEAR + " || " + DEAR, "context.mfa")).isZero();
    assertThat(shared(DEAR, DEAR.replace("<", "<="))).isZero();
    assertThat(shared(DEAR, DEAR.replace("grace", "delay"))).isZero();
  }

  private static int shared(String one, String other) throws Exception {
    String text =
        "permit(principal, action, resource) when { %s };".formatted(one)
            + "permit(principal, action, resource) when { %s };".formatted(other);
    return SharedConditions.among(PolicyParser.parse(text).policies()).size();
  }
}
