package org.ztclinical.cedar.compile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.entity.AuthorizationRequest;
import org.ztclinical.cedar.entity.Entities;
import org.ztclinical.cedar.eval.Evaluation;
import org.ztclinical.cedar.eval.Outcome;
import org.ztclinical.cedar.eval.Program;
import org.ztclinical.cedar.text.PolicyParser;
import org.ztclinical.cedar.value.EntityUid;

/** That compiled policies answer as interpreted ones do is tested on random policies elsewhere. */
class CompilingRunnerTest {
  private static final AuthorizationRequest REQUEST =
      AuthorizationRequest.of(
          EntityUid.of("User", "a"), EntityUid.of("Action", "x"), EntityUid.of("Doc", "d"));

  @Test
  void aPageIsCompiledWhenItsPoliciesWereAskedOften() throws Exception {
    Program program = program("permit(principal, action, resource);");
    CompilingRunner runner = CompilingRunner.of(program.policies());
    Evaluation request = program.evaluation(REQUEST, Entities.empty(), program.candidates(0));

    for (int i = 1; i < 1_000; i++) {
      assertThat(runner.run(0, request)).isEqualTo(Outcome.TRUE);
    }
    assertThat(runner.compiledPages()).isZero();
    assertThat(runner.run(0, request)).isEqualTo(Outcome.TRUE);
    assertThat(runner.compiledPages()).isOne();
    assertThat(runner.run(0, request)).isEqualTo(Outcome.TRUE);
  }

  @Test
  void manyPoliciesMakeManyPagesAndOnlyThoseAskedAreCompiled() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      text.append("permit(principal, action, resource) when { ").append(i % 3 == 0).append(" };");
    }
    Program program = program(text.toString());
    CompilingRunner runner = CompilingRunner.eager(program.policies());
    Evaluation request = program.evaluation(REQUEST, Entities.empty(), program.candidates());

    assertThat(runner.run(600, request)).isEqualTo(Outcome.TRUE);
    assertThat(runner.compiledPages()).isOne();
    for (int i = 0; i < 700; i++) {
      assertThat(runner.run(i, request)).isEqualTo(Outcome.of(i % 3 == 0));
    }
    assertThat(runner.compiledPages()).isEqualTo(3);
  }

  @Test
  void aPolicyTooLongForMachineCodeIsInterpretedAmongCompiledOnes() throws Exception {
    String chain = "action == Action::\"x\" && ".repeat(2_000);
    Program program =
        program(
            "permit(principal, action, resource) when { "
                + chain
                + "true };"
                + "permit(principal, action, resource) when { "
                + chain
                + "false };"
                + "permit(principal, action, resource) when { "
                + chain
                + "1 };"
                + "permit(principal, action, resource) when { context.x };");
    CompilingRunner runner = CompilingRunner.eager(program.policies());
    Evaluation request =
        program.evaluation(REQUEST, Entities.empty(), program.candidates(0, 1, 2, 3));

    assertThat(runner.run(0, request)).isEqualTo(Outcome.TRUE);
    assertThat(runner.run(1, request)).isEqualTo(Outcome.FALSE);
    assertThat(runner.run(2, request))
        .isEqualTo(Outcome.of(org.ztclinical.cedar.value.CedarError.TYPE));
    assertThat(runner.run(3, request))
        .isEqualTo(Outcome.of(org.ztclinical.cedar.value.CedarError.ATTRIBUTE_MISSING));
    assertThat(runner.compiledPages()).isOne();
  }

  private static Program program(String policies) throws Exception {
    PolicySet set = PolicyParser.parse(policies);
    return Program.of(set.policies(), 128);
  }
}
