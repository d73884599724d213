package org.ztclinical;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ztclinical.access.AppRoutes;
import org.ztclinical.access.Check;
import org.ztclinical.access.Mode;
import org.ztclinical.access.Modes;
import org.ztclinical.identity.MfaRule;
import org.ztclinical.policy.DecisionPoint;

/** What a builder was told about strong authentication, and about which checks only observe. */
final class RuleSettings {
  private final List<MfaRule> mfa = new ArrayList<>();
  private Modes modes = Modes.enforceAll();

  void requireMfa(MfaRule rule) {
    mfa.add(Objects.requireNonNull(rule, "rule"));
  }

  void mode(Check check, Mode mode) {
    modes = modes.with(check, mode);
  }

  void require(DecisionPoint.Builder decisions, AppRoutes declared) {
    decisions.modes(modes);
    for (MfaRule rule : mfa) {
      declared.requireActions("requireMfa", rule.reach().actions());
      decisions.requireMfa(rule);
    }
  }
}
