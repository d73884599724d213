package org.ztclinical.policy;

import java.util.Optional;
import org.ztclinical.reason.Layer;
import org.ztclinical.smart.ReleaseTerms;

/**
 * One layer's question to an access request. The seam at which policies, consent, devices and
 * networks join the walk. Implementations are immutable and answer every request; a gate that
 * throws denies.
 */
interface Gate {
  /** For which layer it speaks. */
  Layer layer();

  /** What the layer is configured to do, in a few words for the start-up log. */
  String describe();

  /**
   * What the layer says about the request.
   *
   * @param granted what an earlier layer granted; empty when none did yet
   */
  GateAnswer ask(Walk walk, Optional<ReleaseTerms> granted);
}
