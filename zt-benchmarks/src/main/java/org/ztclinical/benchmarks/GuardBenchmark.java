package org.ztclinical.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
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
 * The decision alone, and the whole walk of a request with its response check, without the disk. A
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
  private final DecisionPoint decisions =
      DecisionPoint.builder(
              ScopeAuthorizer.builder(ServerBase.of(BASE)).build(), new PageBindings())
          .build();
  private final CanonicalRequest belowBase = SampleGuard.get("/Patient/" + SampleRecords.PATIENT);

  private final SampleGuard guard = new SampleGuard(tokens, new UnrecordedLog());
  private final Attempt read = guard.attempt(SampleGuard.READ);
  private final Attempt search = guard.attempt(SampleGuard.SEARCH);
  private final Response patient = SampleGuard.answer(SampleRecords.patient());
  private final Response nothing = SampleGuard.answer(SampleRecords.observations(0));
  private final Response twenty = SampleGuard.answer(SampleRecords.observations(20));
  private final Response hundred = SampleGuard.answer(SampleRecords.observations(100));
  private final JsonFactory json = new JsonFactory();

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

  /** A search that finds nothing: what the checks below have in common. */
  @Benchmark
  public Guarded guardSearchOf0() {
    return guard.guard(search, nothing);
  }

  /** A search that finds 20. */
  @Benchmark
  public Guarded guardSearchOf20() {
    return guard.guard(search, twenty);
  }

  /** A search that finds 100. */
  @Benchmark
  public Guarded guardSearchOf100() {
    return guard.guard(search, hundred);
  }

  /** The peer for 20 entries: every token of the answer, looked at by nobody. */
  @Benchmark
  public int parse20() throws IOException {
    return parse(twenty.body());
  }

  /** The peer for 100 entries. */
  @Benchmark
  public int parse100() throws IOException {
    return parse(hundred.body());
  }

  private int parse(byte[] body) throws IOException {
    int length = 0;
    try (JsonParser parser = json.createParser(body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        // Jackson skips the text of a value that nobody asks for.
        length += token.isScalarValue() ? parser.getTextLength() : 1;
      }
    }
    return length;
  }
}
