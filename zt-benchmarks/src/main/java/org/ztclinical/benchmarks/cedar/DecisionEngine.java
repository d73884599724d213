package org.ztclinical.benchmarks.cedar;

/**
 * An engine that was given the {@linkplain ClinicalRules rules} and has the {@linkplain
 * Question#all() questions} ready as its own objects. Used by one thread.
 */
public interface DecisionEngine {
  /** Whether the question of this number is allowed, decided anew. */
  boolean allows(int question);
}
