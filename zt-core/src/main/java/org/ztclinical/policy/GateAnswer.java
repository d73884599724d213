package org.ztclinical.policy;

import java.util.List;
import java.util.Optional;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.Duties;
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
 * @param granted on which terms, from the application layer on: what scopes and compartment grant,
 *     then what of it policies leave
 * @param duties what a permit obliges to; only from the data layer
 */
record GateAnswer(
    LayerVerdict verdict,
    Optional<Challenge> challenge,
    Optional<ReleaseTerms> granted,
    Duties duties) {

  static GateAnswer of(Layer layer, Verdict verdict, List<Reason> reasons) {
    return of(new LayerVerdict(layer, verdict, reasons));
  }

  static GateAnswer of(LayerVerdict verdict) {
    return new GateAnswer(verdict, Optional.empty(), Optional.empty(), Duties.none());
  }

  /** A grant, with the reasons for what of the request it does not cover. */
  static GateAnswer granted(Verdict verdict, ReleaseTerms granted, List<Reason> less) {
    return new GateAnswer(
        new LayerVerdict(Layer.APPLICATION, verdict, less),
        Optional.empty(),
        Optional.of(granted),
        Duties.none());
  }

  static GateAnswer stepUp(LayerVerdict denied, Challenge challenge) {
    return new GateAnswer(denied, Optional.of(challenge), Optional.empty(), Duties.none());
  }

  boolean denies() {
    return verdict.verdict() == Verdict.DENIED;
  }
}
