package org.ztclinical.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ztclinical.token.TokenReason;
import org.ztclinical.token.TokenRejectedException;
import org.ztclinical.token.TokenVerifier;

/**
 * What a stranger can make us do with tokens that nobody issued: each refused before its signature.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RefusedTokenBenchmark {
  private final SampleTokens tokens = new SampleTokens(1);
  private final TokenVerifier verifier = tokens.verifier(10_000);
  private final RefusedTokens refused = new RefusedTokens(tokens.first());
  private final String malformed = refused.malformed();
  private final String claimsTwice = refused.claimsTwice();
  private final String otherIssuer = refused.otherIssuer();
  private final String unknownKey = refused.unknownKey();

  /** Not base64url. */
  @Benchmark
  public TokenReason malformed() throws Exception {
    return refused(malformed, TokenReason.ENCODING);
  }

  /** Claims with a member twice. */
  @Benchmark
  public TokenReason claimsTwice() throws Exception {
    return refused(claimsTwice, TokenReason.DUPLICATE_MEMBER);
  }

  /** Of an issuer that is not trusted. */
  @Benchmark
  public TokenReason otherIssuer() throws Exception {
    return refused(otherIssuer, TokenReason.UNKNOWN_ISSUER);
  }

  /** By a key that its issuer does not publish. */
  @Benchmark
  public TokenReason unknownKey() throws Exception {
    return refused(unknownKey, TokenReason.UNKNOWN_KEY);
  }

  private TokenReason refused(String token, TokenReason why) throws Exception {
    try {
      verifier.verify(token);
    } catch (TokenRejectedException e) {
      if (e.reason() == why) {
        return why;
      }
      throw e;
    }
    throw new IllegalStateException("a token that nobody issued was accepted");
  }
}
