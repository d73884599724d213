package org.ztclinical.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ztclinical.fhir.FhirClassifier;
import org.ztclinical.fhir.ServerBase;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.smart.GrantedScopes;
import org.ztclinical.smart.LaunchContext;
import org.ztclinical.smart.ScopeAuthorizer;
import org.ztclinical.smart.ScopeDecision;

/**
 * What a request touches and whether SMART scopes, launch context and compartment cover it:
 * classification, scope texts read anew, decision.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScopeBenchmark {
  private final FhirClassifier classifier = FhirClassifier.create();
  private final ScopeAuthorizer authorizer =
      ScopeAuthorizer.builder(ServerBase.of("https://fhir.example/fhir")).build();
  private final LaunchContext launch =
      LaunchContext.of(Optional.of(SampleRecords.PATIENT), Optional.empty());
  private final List<String> scopes =
      List.of(
          "launch/patient",
          "openid",
          "fhirUser",
          "patient/Patient.rs",
          "patient/Observation.rs",
          "patient/Condition.rs",
          "patient/MedicationRequest.rs");
  private final CanonicalRequest read = SampleGuard.get("/Patient/" + SampleRecords.PATIENT);
  private final CanonicalRequest search =
      SampleGuard.get(
          "/Observation?patient=patient-1&category=vital-signs&code=http%3A%2F%2Floinc.org%7C8867-4"
              + "&date=ge2026-01-01&_sort=-date&_count=20");

  /** A read by id. */
  @Benchmark
  public ScopeDecision read() {
    return decide(read);
  }

  /** A search with six parameters. */
  @Benchmark
  public ScopeDecision search() {
    return decide(search);
  }

  /** The decision; a refusal is no figure. */
  private ScopeDecision decide(CanonicalRequest request) {
    ScopeDecision decision =
        classifier
            .classify(request)
            .fold(
                known -> authorizer.decide(known, GrantedScopes.parse(scopes), launch),
                unknown -> {
                  throw new IllegalStateException("not classified: " + unknown);
                });
    if (decision.terms().isEmpty()) {
      throw new IllegalStateException("not covered: " + decision);
    }
    return decision;
  }
}
