package org.ztclinical.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.ztclinical.ZeroTrust;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Response;
import org.ztclinical.fhir.ResourceLookup;
import org.ztclinical.json.JsonLimits;
import org.ztclinical.json.JsonObject;
import org.ztclinical.json.JsonReader;
import org.ztclinical.json.JsonSyntaxException;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.request.RequestRefusedException;

/**
 * A resource of another patient beside one that does not exist, as an app of a patient asks for
 * them: what the library itself takes for either, without the disk and without the application.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UniformBenchmark {
  private static final byte[] OF_ANOTHER =
      ("{\"resourceType\":\"Observation\",\"id\":\"there\",\"status\":\"final\",\"code\":{\"coding\":"
              + "[{\"system\":\"http://loinc.org\",\"code\":\"8867-4\",\"display\":\"Heart rate\"}]},"
              + "\"subject\":{\"reference\":\"Patient/another\"},\"effectiveDateTime\":"
              + "\"2026-02-11T09:30:00Z\",\"valueQuantity\":{\"value\":72,\"unit\":\"/min\"}}")
          .getBytes(StandardCharsets.UTF_8);

  private final SampleTokens tokens = new SampleTokens(1);
  private final String token =
      tokens
          .issuer()
          .mint(it -> it.patient(SampleRecords.PATIENT).mfa().scope("patient/Observation.cruds"));
  private final ZeroTrust zeroTrust =
      ZeroTrust.builder()
          .trustIssuer(tokens.issuer().trusted())
          .fhirServer("/fhir", "https://fhir.example/fhir")
          .resourceLookup(lookup())
          .audit(new UnrecordedLog())
          .build();
  private final Attempt readOfAnothers = attempt(HttpMethod.GET, "there");
  private final Attempt readOfNone = attempt(HttpMethod.GET, "absent");
  private final Attempt deleteOfAnothers = attempt(HttpMethod.DELETE, "there");
  private final Attempt deleteOfNone = attempt(HttpMethod.DELETE, "absent");
  private final Response there = SampleGuard.answer(OF_ANOTHER);
  private final Response absent =
      Response.json(404, "{\"resourceType\":\"OperationOutcome\",\"issue\":[]}");

  /** What the application reads, the check withholds. */
  @Benchmark
  public Guarded readForbidden() {
    return refused(readOfAnothers, there);
  }

  /** The application finds nothing. */
  @Benchmark
  public Guarded readAbsent() {
    return refused(readOfNone, absent);
  }

  /** What is stored is another patient's. */
  @Benchmark
  public Guarded deleteForbidden() {
    return refused(deleteOfAnothers, absent);
  }

  /** Nothing is stored. */
  @Benchmark
  public Guarded deleteAbsent() {
    return refused(deleteOfNone, absent);
  }

  /** One request; one that is not refused is no figure. */
  private Guarded refused(Attempt attempt, Response answer) {
    Guarded guarded = zeroTrust.guard(attempt, clearance -> answer);
    int status = guarded.response().status();
    if (status != 403 && status != 404) {
      throw new IllegalStateException(guarded.response() + ", " + guarded.outcome());
    }
    return guarded;
  }

  private Attempt attempt(HttpMethod method, String id) {
    try {
      return new Attempt(
          Credentials.bearer(token),
          new RequestContext("request-1", "192.0.2.1", Instant.now()),
          CanonicalRequest.parse(method, "/fhir/Observation/" + id));
    } catch (RequestRefusedException e) {
      throw new IllegalStateException("the sample request is refused", e);
    }
  }

  private static ResourceLookup lookup() {
    try {
      JsonObject stored = JsonReader.of(JsonLimits.forResources()).readObject(OF_ANOTHER);
      return (type, id) -> id.equals("there") ? Optional.of(stored) : Optional.empty();
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("the sample resource does not parse", e);
    }
  }

  /** Stops the threads that look things up. */
  @TearDown
  public void close() {
    zeroTrust.close();
  }
}
