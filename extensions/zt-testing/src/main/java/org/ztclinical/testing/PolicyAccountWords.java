package org.ztclinical.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.ztclinical.policy.PolicyAccount;

/** What became of policies, in lines that their author understands. */
final class PolicyAccountWords {
  private PolicyAccountWords() {}

  /**
   * A line for each policy whose scope matches or that the test names; the others are listed.
   *
   * @param named by the test
   */
  static List<String> lines(List<PolicyAccount> policies, Collection<String> named) {
    List<String> lines = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (PolicyAccount policy : policies) {
      if (policy.isForOthers() && !named.contains(policy.id())) {
        others.add(policy.id());
      } else {
        lines.add("  " + policy.id() + " (" + policy.effect() + ") " + words(policy));
      }
    }
    if (!others.isEmpty()) {
      lines.add("  for other principals, actions or resources: " + String.join(", ", others));
    }
    return lines;
  }

  private static String words(PolicyAccount policy) {
    return switch (policy.result()) {
      case SATISFIED -> "matches";
      case OTHER_PRINCIPAL -> "is for another principal: " + policy.clause();
      case OTHER_ACTION -> "is for another action: " + policy.clause();
      case OTHER_RESOURCE -> "is for another resource: " + policy.clause();
      case CONDITION_NOT_MET ->
          "does not match: "
              + policy.clause()
              + (policy.clause().startsWith("unless") ? " (it is true)" : " (it is false)");
      case ERROR ->
          "cannot be evaluated: " + policy.clause() + policy.why().map(w -> ": " + w).orElse("");
    };
  }
}
