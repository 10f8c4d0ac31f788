/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import dev.fanlight.metrics.internal.endpoint.MetricsServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Span processor that counts every ended span and measures its duration, and shows the result as Prometheus metrics at
 * {@code /metrics}.
 *
 * <pre>{@code
 * MetricsBridge metrics = MetricsBridge.builder().port(9464).start();
 * SdkTracerProvider.builder()
 *     .setSampler(MetricsBridge.alwaysRecord(Sampler.traceIdRatioBased(0.01)))
 *     .addSpanProcessor(metrics)
 *     .build();
 * }</pre>
 *
 * <p>All methods may be called from any thread. After the start, no method throws into the application. Shutting down the
 * tracer provider closes the endpoint.
 *
 * @since 0.1.0
 */
public final class MetricsBridge implements SpanProcessor {
  private final BridgeRuntime runtime;

  MetricsBridge(BridgeRuntime runtime) {
    this.runtime = runtime;
  }

  /** Creates a builder with the default settings; {@link MetricsBridgeBuilder#start()} starts the bridge. */
  public static MetricsBridgeBuilder builder() {
    return new MetricsBridgeBuilder();
  }

  /**
   * Creates a sampler that lets the metrics count every span. Spans that the given sampler drops are recorded for the
   * metrics only; exporters get the same spans as without it.
   *
   * @param sampler the sampler that decides which spans are exported
   */
  public static Sampler alwaysRecord(Sampler sampler) {
    return new RecordDroppedSampler(Objects.requireNonNull(sampler, "sampler"));
  }

  /** Returns the port of the endpoint; empty if there is no endpoint. */
  public OptionalInt port() {
    MetricsServer server = runtime.server();
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
  }

  /** Returns the registry of the metrics, to which the application can add its own meters. */
  public PrometheusMeterRegistry registry() {
    return runtime.registry();
  }

  /**
   * Returns a reader that shows the metrics of an OpenTelemetry meter provider beside the metrics of the spans. Register
   * it once: {@code SdkMeterProvider.builder().registerMetricReader(bridge.meterReader())}.
   */
  public MetricReader meterReader() {
    return runtime.meters();
  }

  /**
   * Pushes all metrics to the Pushgateway now, for example when a batch job has finished a step. {@link #shutdown()}
   * pushes too. Takes at most four seconds.
   *
   * @return whether the gateway accepted the metrics; false if no gateway is configured
   */
  public boolean push() {
    return runtime.push();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    runtime.record(span);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  /**
   * Pushes the metrics to the Pushgateway, if one is configured, on a new thread. Spans are counted as they end and need
   * no flush.
   */
  @Override
  public CompletableResultCode forceFlush() {
    return runtime.pushInBackground();
  }

  /**
   * Pushes the metrics to the Pushgateway, if one is configured, closes the endpoint and removes the bridge's metrics
   * from a given registry. Spans that end later are counted, but not shown.
   */
  @Override
  public CompletableResultCode shutdown() {
    runtime.close();
    return CompletableResultCode.ofSuccess();
  }
}
