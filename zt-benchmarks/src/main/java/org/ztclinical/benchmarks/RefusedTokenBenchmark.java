package org.ztclinical.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
  private final String malformed = tokens.first().replaceFirst("\\.", "!.");
  private final String claimsTwice = withClaims("{\"iss\":\"a\",\"iss\":\"b\"}");
  private final String otherIssuer = withClaims("{\"iss\":\"https://other.example\"}");

  /** Not base64url. */
  @Benchmark
  public TokenReason malformed() throws Exception {
    return refused(malformed);
  }

  /** Claims with a member twice. */
  @Benchmark
  public TokenReason claimsTwice() throws Exception {
    return refused(claimsTwice);
  }

  /** Of an issuer that is not trusted. */
  @Benchmark
  public TokenReason otherIssuer() throws Exception {
    return refused(otherIssuer);
  }

  private TokenReason refused(String token) throws Exception {
    try {
      verifier.verify(token);
    } catch (TokenRejectedException e) {
      return e.reason();
    }
    throw new IllegalStateException("a token that nobody issued was accepted");
  }

  private String withClaims(String claims) {
    String[] parts = tokens.first().split("\\.", -1);
    String changed =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return parts[0] + "." + changed + "." + parts[2];
  }
}
