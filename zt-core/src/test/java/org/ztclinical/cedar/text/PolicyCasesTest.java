package org.ztclinical.cedar.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ztclinical.cedar.CedarCases;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.value.CedarLimits;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** Every policy file of the Cedar test cases. */
class PolicyCasesTest {
  @Test
  void everyPolicyOfTheCasesParses() throws IOException {
    CedarCases cases = CedarCases.require();
    List<String> faults = new ArrayList<>();
    int policies = 0;

    for (String path : cases.paths("", ".cedar")) {
      try {
        PolicySet set = PolicyParser.parse(cases.text(path), path, CedarLimits.defaults());
        policies += set.size() + set.templates().size();
      } catch (CedarSyntaxException e) {
        faults.add(e.getMessage());
      }
    }

    System.out.printf("policies of the cases: %d parsed, %d faults%n", policies, faults.size());
    assertThat(policies).isPositive();
    assertThat(faults).isEmpty();
  }
}
