package org.ztclinical.servlet;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Keeps all that leaves an application as spans and metrics, as text. */
final class KeptTelemetry implements AutoCloseable {
  private final List<String> kept = new CopyOnWriteArrayList<>();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(new Spans()))
                  .build())
          .setMeterProvider(
              SdkMeterProvider.builder()
                  .registerMetricReader(PeriodicMetricReader.create(new Metrics()))
                  .build())
          .build();

  OpenTelemetrySdk sdk() {
    return sdk;
  }

  List<String> all() {
    sdk.getSdkMeterProvider().forceFlush().join(5, TimeUnit.SECONDS);
    return List.copyOf(kept);
  }

  @Override
  public void close() {
    sdk.close();
  }

  private CompletableResultCode keep(Collection<?> all) {
    all.forEach(one -> kept.add(one.toString()));
    return CompletableResultCode.ofSuccess();
  }

  private final class Spans implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
      return keep(ended);
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

  private final class Metrics implements MetricExporter {
    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode export(Collection<MetricData> collected) {
      return keep(collected);
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
