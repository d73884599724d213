package org.ztclinical.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.TargetUri;
import org.ztclinical.testing.DpopKey;
import org.ztclinical.token.DpopCall;
import org.ztclinical.token.DpopProof;
import org.ztclinical.token.DpopProofs;
import org.ztclinical.token.SigningAlgorithm;
import org.ztclinical.token.TokenVerifier;

/**
 * What a token that is bound to a key costs with every request: the token, seen before, and a proof
 * that never was; beside the one signature check that nothing can save.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DpopBenchmark {
  private static final int POOL = 64;
  private static final String URL = "https://fhir.example/fhir/Patient/" + SampleRecords.PATIENT;

  private final SampleTokens tokens = new SampleTokens(1);
  private final TokenVerifier verifier = tokens.verifier(10_000);
  private final DpopKey key = DpopKey.create(InstantSource.system());
  private final List<String> texts =
      IntStream.range(0, POOL).mapToObj(i -> key.proof("GET", URL, tokens.first())).toList();
  // The pool is made once: its proofs must not grow old while they are measured.
  private final DpopProofs proofs =
      DpopProofs.of(
          new LinkedHashSet<>(List.of(SigningAlgorithm.ES256)),
          Duration.ofHours(1),
          Duration.ofSeconds(30),
          Optional.empty(),
          InstantSource.system());
  private final Set<TargetUri> targets = Set.of(TargetUri.parse(URL).orElseThrow());
  private final String thumbprint = key.thumbprint();
  private final BareSignature bare =
      new BareSignature(
          "SHA256withECDSAinP1363Format",
          SampleTokens.p256(coordinate("x"), coordinate("y")),
          texts);
  private int next;

  /** Token and proof of one request. */
  @Benchmark
  public DpopProof request() throws Exception {
    if (verifier.verify(tokens.first()).expiresAt().isBefore(Instant.EPOCH)) {
      throw new IllegalStateException("not a token of ours");
    }
    DpopCall call = new DpopCall(HttpMethod.GET, targets, tokens.first(), thumbprint);
    return proofs.verify(texts.get(step()), call);
  }

  /** The peer: the signature alone, over bytes taken apart beforehand. */
  @Benchmark
  public boolean bareEs256() throws Exception {
    return bare.verify(step());
  }

  private String coordinate(String member) {
    return Objects.requireNonNull((String) key.publicJwk().get(member));
  }

  private int step() {
    next = (next + 1) % POOL;
    return next;
  }
}
