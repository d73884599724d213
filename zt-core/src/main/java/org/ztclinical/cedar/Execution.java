package org.ztclinical.cedar;

import java.util.List;
import org.ztclinical.cedar.compile.CompilingRunner;
import org.ztclinical.cedar.eval.PolicyProgram;
import org.ztclinical.cedar.eval.PolicyRunner;

/** How policies are run. All ways give the same answers. */
enum Execution {
  INTERPRETED,
  COMPILED_WHEN_HOT,
  COMPILED;

  /** What runs these policies so, or as near to it as the JVM can. */
  PolicyRunner runner(List<PolicyProgram> policies) {
    PolicyRunner interpreter = (number, in) -> policies.get(number).run(in);
    if (!CompilingRunner.isPossible()) {
      return interpreter;
    }
    return switch (this) {
      case INTERPRETED -> interpreter;
      case COMPILED_WHEN_HOT -> CompilingRunner.of(policies);
      case COMPILED -> CompilingRunner.eager(policies);
    };
  }
}
