package org.ztclinical.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.ztclinical.cedar.ast.PolicySet;
import org.ztclinical.cedar.est.PolicyJson;
import org.ztclinical.cedar.value.CedarSyntaxException;

/** Any bytes as a policy set in JSON. */
class PolicyJsonFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void whateverComesIsReadOrRefused(byte[] bytes) throws CedarSyntaxException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    PolicySet policies;
    try {
      policies = PolicyJson.parsePolicySet(text);
    } catch (CedarSyntaxException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return;
    }
    assertThat(PolicyJson.parsePolicySet(PolicyJson.write(policies))).isEqualTo(policies);
  }
}
