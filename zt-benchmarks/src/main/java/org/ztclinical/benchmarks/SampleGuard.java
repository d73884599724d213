package org.ztclinical.benchmarks;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ztclinical.ZeroTrust;
import org.ztclinical.audit.AuditLog;
import org.ztclinical.enforce.AnswerSink;
import org.ztclinical.enforce.Attempt;
import org.ztclinical.enforce.Guarded;
import org.ztclinical.enforce.Outlet;
import org.ztclinical.enforce.Response;
import org.ztclinical.request.CanonicalRequest;
import org.ztclinical.request.Credentials;
import org.ztclinical.request.HttpMethod;
import org.ztclinical.request.RequestContext;
import org.ztclinical.request.RequestRefusedException;

/** A protected application that answers from memory, asked by a clinician's SMART app. */
final class SampleGuard implements AutoCloseable {
  static final String READ = "/fhir/Patient/" + SampleRecords.PATIENT;
  static final String SEARCH = "/fhir/Observation?patient=" + SampleRecords.PATIENT;

  private static final int CHUNK = 8 * 1024;

  private final ZeroTrust zeroTrust;
  private final SampleTokens tokens;

  /** An application whose decisions go to this log. */
  SampleGuard(SampleTokens tokens, AuditLog log) {
    this.tokens = tokens;
    this.zeroTrust = protection(tokens, log);
  }

  /** What protects it. */
  static ZeroTrust protection(SampleTokens tokens, AuditLog log) {
    return ZeroTrust.builder()
        .trustIssuer(tokens.issuer().trusted())
        .fhirServer("/fhir", "https://fhir.example/fhir")
        .audit(log)
        .build();
  }

  /** An attempt at this path and query. */
  Attempt attempt(String target) {
    return new Attempt(
        Credentials.bearer(tokens.first()),
        new RequestContext("request-1", "192.0.2.1", Instant.now()),
        get(target));
  }

  /** A request for this path and query. */
  static CanonicalRequest get(String target) {
    try {
      return CanonicalRequest.parse(HttpMethod.GET, target);
    } catch (RequestRefusedException e) {
      throw new IllegalStateException("the sample request is refused", e);
    }
  }

  /** A FHIR answer of these bytes. */
  static Response answer(byte[] body) {
    return Response.of(200, Map.of("Content-Type", List.of("application/fhir+json")), body);
  }

  /** One request from attempt to answer; a refusal is no figure. */
  Guarded guard(Attempt attempt, Response answer) {
    Guarded guarded = zeroTrust.guard(attempt, clearance -> answer);
    if (guarded.response().status() != 200
        || guarded.response().body().length < answer.body().length) {
      throw new IllegalStateException(
          guarded.response() + " instead of " + answer + ", " + guarded.outcome());
    }
    return guarded;
  }

  /** One request whose answer leaves in pieces; one that is held or cut is no figure. */
  Guarded guardInPieces(Attempt attempt, byte[] body) {
    Counted counted = new Counted();
    Guarded guarded =
        zeroTrust
            .guardStreamed(attempt, (clearance, sink) -> write(body, sink), counted)
            .toCompletableFuture()
            .join();
    if (guarded.sending() != Guarded.Sending.SENT || counted.bytes < body.length - 100L) {
      throw new IllegalStateException(counted.bytes + " bytes, " + guarded.outcome());
    }
    return guarded;
  }

  /** As an application writes: what is held at first, then 8 KiB at a time. */
  private CompletionStage<Response> write(byte[] body, AnswerSink sink) throws IOException {
    int held = zeroTrust.limits().streamAboveBytes();
    if (sink.offer(200, answer(body).headers(), body, 0, held)) {
      for (int from = held; from < body.length; from += CHUNK) {
        sink.write(body, from, Math.min(body.length, from + CHUNK));
      }
    }
    return CompletableFuture.completedFuture(Response.empty(200));
  }

  /** Where pieces go. */
  private static final class Counted implements Outlet {
    private long bytes;

    @Override
    public void begin(Guarded head) {}

    @Override
    public void write(byte[] source, int from, int to) {
      bytes += to - from;
    }

    @Override
    public void end() {}

    @Override
    public void cut() {}
  }

  @Override
  public void close() {
    zeroTrust.close();
  }
}
