package org.ztclinical.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.identity.Identity;
import org.ztclinical.identity.IdentityResolver;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.request.CanonicalPath;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.RequestContext;
import org.ztclinical.session.DpopRule;
import org.ztclinical.session.ExternalUrls;
import org.ztclinical.session.SenderConstraint;
import org.ztclinical.state.InMemoryState;
import org.ztclinical.testing.ManualClock;
import org.ztclinical.token.TokenVerifier;

/**
 * What a token that is bound to a key costs with every request: the token, seen before, who that
 * is, and a proof that never was seen and is used up. Its floor is {@link
 * Es256Benchmark#bareEs256()}, which nothing can save.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DpopBenchmark {
  private static final String BASE = "https://fhir.example/fhir";

  private final SampleProofs proofs = new SampleProofs(SampleProofs.MANY);
  private final TokenVerifier verifier = proofs.tokens().verifier(10_000);
  private final IdentityResolver identities = proofs.tokens().issuer().identities(BASE);
  private final CanonicalRequest request = SampleGuard.get(SampleProofs.PATH);
  private final RequestContext context =
      new RequestContext("request-1", "192.0.2.1", Instant.now());
  // Of the room that is usual, and with a clock that makes it forget when proofs come again.
  private final ManualClock memory = ManualClock.create();
  private final SenderConstraint constraint =
      SenderConstraint.of(
          ExternalUrls.of(fhirPath(), ServerBase.of(BASE)),
          DpopRule.standard().usedProofsIn(InMemoryState.create(memory, 250_000, 5_000)),
          InstantSource.system(),
          NoticeListener.none(),
          ChosenProvider.ofThisRun().forTokens());
  private int next;

  /** Token and proof of one request. */
  @Benchmark
  public Identity request() throws Exception {
    next = (next + 1) % proofs.count();
    if (next == 0) {
      memory.advance(Duration.ofHours(1));
    }
    Identity identity = identities.resolve(verifier.verify(proofs.token()));
    Credentials sent = Credentials.dpop(proofs.token(), proofs.get(next));
    return constraint.prove(identity, sent, context, request);
  }

  private static CanonicalPath fhirPath() {
    return SampleGuard.get("/fhir").path();
  }
}
