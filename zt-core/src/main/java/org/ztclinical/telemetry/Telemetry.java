package org.ztclinical.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.ztclinical.access.AccessRequest;
import org.ztclinical.access.AppRoute;
import org.ztclinical.access.Challenge;
import org.ztclinical.access.Decision;
import org.ztclinical.access.Outcome;
import org.ztclinical.fhir.FhirRequest;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.reason.Reason;

/**
 * Spans, metrics and log lines of one enforcement point. Attribute values come from closed sets:
 * outcomes, reason codes, interactions, resource types. Safe for use by many threads.
 *
 * <p>Span {@code zt.guard}; counter {@code zt.requests}; histograms {@code zt.decision.duration}
 * and {@code zt.guard.duration} in seconds; counter {@code zt.notices}.
 */
public final class Telemetry implements NoticeListener {
  private static final Logger LOG = LoggerFactory.getLogger("org.ztclinical");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("zt.outcome");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("zt.reason");
  private static final AttributeKey<String> INTERACTION =
      AttributeKey.stringKey("fhir.interaction");
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("fhir.type");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> NOTICE = AttributeKey.stringKey("zt.notice");

  private final Tracer tracer;
  private final LongCounter requests;
  private final LongCounter notices;
  private final DoubleHistogram decisionSeconds;
  private final DoubleHistogram guardSeconds;

  private Telemetry(OpenTelemetry openTelemetry) {
    tracer = openTelemetry.getTracer("org.ztclinical");
    Meter meter = openTelemetry.getMeter("org.ztclinical");
    requests = meter.counterBuilder("zt.requests").build();
    notices = meter.counterBuilder("zt.notices").build();
    decisionSeconds = meter.histogramBuilder("zt.decision.duration").setUnit("s").build();
    guardSeconds = meter.histogramBuilder("zt.guard.duration").setUnit("s").build();
  }

  /** Telemetry through this API object; {@link OpenTelemetry#noop()} to have none. */
  public static Telemetry of(OpenTelemetry openTelemetry) {
    return new Telemetry(openTelemetry);
  }

  /** Opens the span of one request. */
  public Observation start() {
    return new Observation(
        tracer.spanBuilder("zt.guard").setSpanKind(SpanKind.INTERNAL).startSpan());
  }

  @Override
  public void on(Notice notice) {
    notices.add(1, Attributes.of(NOTICE, notice.kind().name()));
    switch (notice.kind().level()) {
      case INFO -> LOG.info("{} {} {}", notice.kind(), notice.source(), notice.detail());
      case WARN -> LOG.warn("{} {} {}", notice.kind(), notice.source(), notice.detail());
      case ERROR -> LOG.error("{} {} {}", notice.kind(), notice.source(), notice.detail());
    }
  }

  /** One request under observation; used by the threads that serve it, one after the other. */
  public final class Observation {
    private final Span span;
    private final long startedAt = System.nanoTime();

    private Observation(Span span) {
      this.span = span;
    }

    /** Where to find the request in traces, when it is traced. */
    public Span span() {
      return span;
    }

    /** Notes what was decided and how long that took. */
    public void decided(Outcome outcome) {
      Attributes attributes = attributes(outcome);
      span.setAllAttributes(attributes);
      decisionSeconds.record(secondsSince(startedAt), attributes);
    }

    /** Closes the span with what the caller is told. */
    public void ended(Outcome outcome, int status) {
      Attributes attributes = attributes(outcome);
      span.setAllAttributes(attributes);
      span.setAttribute(STATUS, status);
      if (status >= 500) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
      requests.add(1, attributes);
      guardSeconds.record(secondsSince(startedAt), attributes);
    }

    private double secondsSince(long nanoTime) {
      return (System.nanoTime() - nanoTime) / 1e9;
    }
  }

  private static String asked(Challenge challenge) {
    return challenge.proof().isPresent() ? "sender-constraint" : "step-up";
  }

  private static Attributes attributes(Outcome outcome) {
    AttributesBuilder attributes = Attributes.builder();
    attributes.put(
        OUTCOME,
        outcome.<String>fold(
            permit -> "permit",
            denial -> denial.challenge().map(Telemetry::asked).orElse("deny"),
            rejection -> "reject",
            publicAccess -> "public"));
    List<Reason> reasons = outcome.reasons();
    if (!reasons.isEmpty()) {
      attributes.put(REASON, reasons.get(0).code().code());
    }
    if (outcome instanceof Decision decision) {
      describe(decision.request(), attributes);
    }
    return attributes.build();
  }

  private static void describe(AccessRequest request, AttributesBuilder attributes) {
    if (request.route().isPresent()) {
      AppRoute route = request.route().get().route();
      attributes.put(INTERACTION, route.action());
      attributes.put(TYPE, route.qualifiedType());
      return;
    }
    FhirRequest fhir = request.fhir();
    attributes.put(INTERACTION, fhir.interaction().code());
    fhir.type().ifPresent(type -> attributes.put(TYPE, type));
  }
}
