package org.ztclinical.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ztclinical.identity.Identity;
import org.ztclinical.identity.IdentityResolver;
import org.ztclinical.token.TokenVerifier;
import org.ztclinical.token.VerifiedToken;

/** A bearer token never seen before, and one seen a moment ago, each beside its physical floor. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokenBenchmark {
  private static final int POOL = 256;

  private final SampleTokens tokens = new SampleTokens(POOL);
  private final List<String> texts = tokens.all();
  private final TokenVerifier forgetful = tokens.verifier(0);
  private final TokenVerifier remembering = tokens.verifier(10_000);
  private final IdentityResolver identities =
      tokens.issuer().identities("https://fhir.example/fhir");
  private final byte[] firstBytes = tokens.first().getBytes(StandardCharsets.US_ASCII);
  private final MessageDigest digest;
  private final BareSignature bare = new BareSignature("SHA256withRSA", tokens.publicKey(), texts);
  private int next;

  /** The state of one benchmark thread. */
  public TokenBenchmark() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has this algorithm", e);
    }
  }

  /** The whole verification, nothing remembered: another token each time. */
  @Benchmark
  public VerifiedToken cold() throws Exception {
    return forgetful.verify(texts.get(step()));
  }

  /** The peer of {@link #cold()}: the signature alone, over bytes taken apart beforehand. */
  @Benchmark
  public boolean bareRs256() throws Exception {
    return bare.verify(step());
  }

  /** A token verified a moment ago. */
  @Benchmark
  public VerifiedToken cached() throws Exception {
    return remembering.verify(tokens.first());
  }

  /** Who sends a token that was never seen. */
  @Benchmark
  public Identity caller() throws Exception {
    return identities.resolve(forgetful.verify(texts.get(step())));
  }

  /** Who sends a token that was verified a moment ago. */
  @Benchmark
  public Identity callerSeen() throws Exception {
    return identities.resolve(remembering.verify(tokens.first()));
  }

  /** The peer of {@link #cached()}, and the yardstick of all small figures. */
  @Benchmark
  public byte[] sha256() {
    return digest.digest(firstBytes);
  }

  private int step() {
    next = (next + 1) % POOL;
    return next;
  }
}
