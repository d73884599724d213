package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

class SpansTest extends ClientFixture {
  @Test
  void aCallLeavesASpanWithoutIdsOrToken() {
    remote.json("GET", "/fhir/Patient/patient-4711", 200, Fhir.patient("patient-4711"));
    Kept kept = new Kept();
    SdkTracerProvider tracing =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(kept)).build();
    try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().setTracerProvider(tracing).build()) {
      Session session = Session.of(clock, "patient-4711", "patient/Patient.r");

      builder()
          .openTelemetry(sdk)
          .build()
          .client(session)
          .read()
          .resource(Patient.class)
          .withId("patient-4711")
          .execute();

      assertThat(kept.spans).hasSize(1);
      assertThat(kept.spans.get(0).getName()).isEqualTo("zt.guard");
      assertThat(kept.spans.toString()).doesNotContain("4711").doesNotContain(session.secret());
    }
  }

  /** Keeps all spans that ended. */
  private static final class Kept implements SpanExporter {
    final List<SpanData> spans = new CopyOnWriteArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
      spans.addAll(ended);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
