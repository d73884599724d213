package org.ztclinical.access;

import java.util.List;
import java.util.Objects;
import org.ztclinical.reason.Layer;
import org.ztclinical.reason.Reason;
import org.ztclinical.reason.Verdict;

/**
 * What one layer said and why.
 *
 * @param reasons causes, the decisive one first; may be empty for a verdict that explains itself
 * @param decidedBy the policies that determined it; of a layer that would deny, those that would
 */
public record LayerVerdict(
    Layer layer, Verdict verdict, List<Reason> reasons, DecidedBy decidedBy) {
  public LayerVerdict {
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(verdict, "verdict");
    reasons = List.copyOf(reasons);
    Objects.requireNonNull(decidedBy, "decidedBy");
  }

  /** A verdict that no policy determined. */
  public LayerVerdict(Layer layer, Verdict verdict, List<Reason> reasons) {
    this(layer, verdict, reasons, DecidedBy.none());
  }

  /** A verdict that needs no reason. */
  public static LayerVerdict of(Layer layer, Verdict verdict) {
    return new LayerVerdict(layer, verdict, List.of());
  }
}
