package org.ztclinical.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * What Spring Security's resource server takes for the tokens of {@link TokenBenchmark}, {@link
 * Es256Benchmark} and {@link RefusedTokenBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpringTokenBenchmark {
  private static final int POOL = 64;

  private final SampleTokens rsa = new SampleTokens(POOL);
  private final SampleTokens curves = SampleTokens.es256(POOL);
  private final List<String> rsaTexts = rsa.all();
  private final List<String> curveTexts = curves.all();
  private final SpringResourceServer rsaServer = new SpringResourceServer(rsa.issuer());
  private final SpringResourceServer curveServer = new SpringResourceServer(curves.issuer());
  private final String malformed = new RefusedTokens(rsa.first()).malformed();
  private int next;

  /** Signed with RS256. Seen before or not is all the same. */
  @Benchmark
  public Authentication rs256() {
    return rsaServer.bearer(rsaTexts.get(step()));
  }

  /** Signed with ES256. */
  @Benchmark
  public Authentication es256() {
    return curveServer.bearer(curveTexts.get(step()));
  }

  /** Not base64url. */
  @Benchmark
  public AuthenticationException malformed() {
    try {
      rsaServer.bearer(malformed);
    } catch (AuthenticationException e) {
      return e;
    }
    throw new IllegalStateException("a token that nobody issued was accepted");
  }

  private int step() {
    next = (next + 1) % POOL;
    return next;
  }
}
