package org.ztclinical.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.Decision;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.identity.IdentityResolver;
import org.ztclinical.policy.DecisionPoint;
import org.ztclinical.policy.PageBindings;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.smart.ScopeAuthorizer;
import org.ztclinical.token.TokenVerifier;

/**
 * The decision alone, and the whole walk of a read with its response check, without the disk. A
 * token seen before, a permitted request.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GuardBenchmark {
  private static final String BASE = "https://fhir.example/fhir";

  private final SampleTokens tokens = new SampleTokens(1);
  private final TokenVerifier verifier = tokens.verifier(10_000);
  private final IdentityResolver identities = tokens.issuer().identities(BASE);
  private final FhirClassifier classifier = FhirClassifier.create();
  private final ScopeAuthorizer scopes = ScopeAuthorizer.builder(ServerBase.of(BASE)).build();
  private final DecisionPoint decisions =
      DecisionPoint.builder(scopes, new PageBindings(scopes)).build();
  private final CanonicalRequest belowBase = SampleGuard.get("/Patient/" + SampleRecords.PATIENT);

  private final SampleGuard guard = new SampleGuard(tokens, new UnrecordedLog());
  private final Attempt read = guard.attempt(SampleGuard.READ);
  private final Response patient = SampleGuard.answer(SampleRecords.patient());

  /** Token, identity, classification and decision for a read by id. */
  @Benchmark
  public Decision decideRead() throws Exception {
    var identity = identities.resolve(verifier.verify(tokens.first()));
    var request =
        classifier
            .classify(belowBase)
            .fold(
                known -> AccessRequest.of(identity, read.context(), known),
                unknown -> {
                  throw new IllegalStateException("not classified: " + unknown);
                });
    return decisions.decide(request);
  }

  /** A read from attempt to checked answer. */
  @Benchmark
  public Guarded guardRead() {
    return guard.guard(read, patient);
  }
}
