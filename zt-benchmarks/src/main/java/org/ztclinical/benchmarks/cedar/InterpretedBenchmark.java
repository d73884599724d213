package org.ztclinical.benchmarks.cedar;

import org.ztclinical.cedar.Authorizer;

/** Our engine, its policies interpreted, as where no class can be defined. */
public class InterpretedBenchmark extends OursBenchmark {
  /** Loads the policies. */
  public InterpretedBenchmark() {
    super(Authorizer.Builder::interpretOnly);
  }
}
