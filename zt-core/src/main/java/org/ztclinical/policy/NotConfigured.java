package org.ztclinical.policy;

import java.util.List;
import java.util.Optional;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Verdict;
import org.ztclinical.smart.ReleaseTerms;

/** The gate of a layer without rules: it says so, and neither passes nor refuses. */
record NotConfigured(Layer layer) implements Gate {
  @Override
  public String describe() {
    return "not configured";
  }

  @Override
  public GateAnswer ask(Walk walk, Optional<ReleaseTerms> granted) {
    return GateAnswer.of(layer, Verdict.NOT_CONFIGURED, List.of());
  }
}
