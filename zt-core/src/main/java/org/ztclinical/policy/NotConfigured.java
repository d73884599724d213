package org.ztclinical.policy;

import java.util.List;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Verdict;

/** The gate of a layer without rules: it says so, and neither passes nor refuses. */
record NotConfigured(Layer layer) implements Gate {
  @Override
  public String describe() {
    return "not configured";
  }

  @Override
  public GateAnswer ask(AccessRequest request) {
    return GateAnswer.of(layer, Verdict.NOT_CONFIGURED, List.of());
  }
}
