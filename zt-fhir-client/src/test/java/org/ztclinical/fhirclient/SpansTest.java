package org.ztclinical.fhirclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

class SpansTest extends ClientFixture {
  @Test
  void aCallLeavesASpanWithoutIdsOrToken() {
    remote.json("GET", "/fhir/Patient/patient-4711", 200, Fhir.patient("patient-4711"));
    InMemorySpanExporter kept = InMemorySpanExporter.create();
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

      List<SpanData> spans = kept.getFinishedSpanItems();
      assertThat(spans).hasSize(1);
      assertThat(spans.get(0).getName()).isEqualTo("zt.guard");
      assertThat(spans.toString()).doesNotContain("4711").doesNotContain(session.secret());
    }
  }
}
