package org.ztclinical.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.security.core.Authentication;

/** What Spring Security's resource server takes for the requests of {@link DpopBenchmark}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpringDpopBenchmark {
  private final SampleProofs proofs = new SampleProofs(SampleProofs.MANY);
  private final SpringResourceServer server = new SpringResourceServer(proofs.tokens().issuer());
  private int next;

  /** Token and proof of one request. */
  @Benchmark
  public Authentication request() {
    next = (next + 1) % proofs.count();
    return server.dpop(proofs.token(), proofs.get(next));
  }
}
