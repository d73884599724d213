package org.ztclinical.benchmarks.cedar;

import org.ztclinical.cedar.Authorizer;

/** Our engine, its policies as bytecode. */
public class CompiledBenchmark extends OursBenchmark {
  /** Loads the policies. */
  public CompiledBenchmark() {
    super(Authorizer.Builder::compileAtOnce);
  }
}
