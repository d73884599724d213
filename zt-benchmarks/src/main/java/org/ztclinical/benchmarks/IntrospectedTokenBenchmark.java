package org.ztclinical.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.ztclinical.testing.IntrospectionServer;
import org.ztclinical.testing.TestIssuer;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.TrustedIssuer;
import org.ztclinical.token.VerifiedToken;

/**
 * A token that only its issuer can read, about which that was asked less than half a minute ago:
 * all calls but a few in a run.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IntrospectedTokenBenchmark {
  private final TestIssuer issuer = TestIssuer.create(InstantSource.system());
  private final IntrospectionServer server = issuer.introspect();
  private final String token = server.issue(about -> about.scope("patient/*.rs").patient("1"));
  private final byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
  private final TokenVerifier verifier =
      TokenVerifier.builder()
          .trust(
              TrustedIssuer.of(issuer.issuer(), TestIssuer.AUDIENCE)
                  .introspection(server.settings()))
          .build();
  private final MessageDigest digest;

  /** The state of one benchmark thread. */
  public IntrospectedTokenBenchmark() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has this algorithm", e);
    }
  }

  /** What its issuer said is known. */
  @Benchmark
  public VerifiedToken seen() throws Exception {
    return verifier.verify(token);
  }

  /** The peer: one hash of that short token. */
  @Benchmark
  public byte[] sha256() {
    return digest.digest(bytes);
  }

  /** Ends the issuer. */
  @TearDown
  public void close() {
    server.close();
  }
}
