package org.ztclinical.reason;

/**
 * The machine-readable name of one cause. Each room declares its own enum of codes. A code, once
 * released, keeps its meaning.
 */
public interface ReasonCode {
  /** Stable, lower-case, dotted: {@code token.expired}, {@code scope.not-covered}. */
  String code();

  /** The layer that speaks. */
  Layer layer();

  /** One sentence for people, without anything taken from the request. */
  String sentence();
}
