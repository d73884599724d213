package org.ztclinical.policy;

import java.util.List;
import java.util.Optional;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.LayerVerdict;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.Verdict;
import org.ztclinical.smart.ReleaseTerms;

/**
 * What a gate said.
 *
 * @param verdict the layer's verdict
 * @param challenge how the caller may lift a denial
 * @param granted what scopes and compartment grant; only from the application layer
 */
record GateAnswer(
    LayerVerdict verdict, Optional<Challenge> challenge, Optional<ReleaseTerms> granted) {

  static GateAnswer of(Layer layer, Verdict verdict, List<Reason> reasons) {
    return new GateAnswer(
        new LayerVerdict(layer, verdict, reasons), Optional.empty(), Optional.empty());
  }

  /** A grant, with the reasons for what of the request it does not cover. */
  static GateAnswer granted(Verdict verdict, ReleaseTerms granted, List<Reason> less) {
    return new GateAnswer(
        new LayerVerdict(Layer.APPLICATION, verdict, less), Optional.empty(), Optional.of(granted));
  }

  static GateAnswer stepUp(Verdict verdict, Reason reason, Challenge challenge) {
    return new GateAnswer(
        new LayerVerdict(Layer.IDENTITY, verdict, List.of(reason)),
        Optional.of(challenge),
        Optional.empty());
  }

  boolean denies() {
    return verdict.verdict() == Verdict.DENIED;
  }
}
