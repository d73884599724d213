package org.ztclinical.benchmarks;

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

/** A token signed with ES256 that was never seen before, beside the signature check alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Es256Benchmark {
  private static final int POOL = 64;

  private final SampleTokens tokens = SampleTokens.es256(POOL);
  private final List<String> texts = tokens.all();
  private final TokenVerifier forgetful = tokens.verifier(0);
  private final IdentityResolver identities =
      tokens.issuer().identities("https://fhir.example/fhir");
  private final BareSignature bare =
      new BareSignature("SHA256withECDSAinP1363Format", tokens.publicKey(), texts);
  private int next;

  /** The whole verification, nothing remembered: another token each time. */
  @Benchmark
  public VerifiedToken cold() throws Exception {
    return forgetful.verify(texts.get(step()));
  }

  /** Who sends such a token. */
  @Benchmark
  public Identity caller() throws Exception {
    return identities.resolve(forgetful.verify(texts.get(step())));
  }

  /** The peer: the signature alone, over bytes taken apart beforehand. */
  @Benchmark
  public boolean bareEs256() throws Exception {
    return bare.verify(step());
  }

  private int step() {
    next = (next + 1) % POOL;
    return next;
  }
}
