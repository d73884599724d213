package org.ztclinical.cedar;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ztclinical.cedar.ast.ActionConstraint;
import org.ztclinical.cedar.ast.Condition;
import org.ztclinical.cedar.ast.Effect;
import org.ztclinical.cedar.ast.Policy;
import org.ztclinical.cedar.ast.ScopeConstraint;
import org.ztclinical.cedar.value.Span;

/** Policies built by hand. */
final class Policies {
  private Policies() {}

  /** A policy for everything, under these conditions, with the id {@code p}. */
  static Policy with(Effect effect, Condition... conditions) {
    return new Policy(
        "p",
        effect,
        Map.of(),
        new ScopeConstraint.Any(),
        new ActionConstraint.Any(),
        new ScopeConstraint.Any(),
        List.of(conditions),
        Optional.empty(),
        Span.NONE);
  }
}
