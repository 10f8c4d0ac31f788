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
 * Prometheus metrics from spans: calls, errors and durations of every span that ends, served at
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
 * <p>All methods may be called from any thread, and none throws into the application once started.
 * Shutting the tracer provider down closes the endpoint.
 *
 * @since 0.1.0
 */
public final class MetricsBridge implements SpanProcessor {
  private final BridgeRuntime wiring;

  MetricsBridge(BridgeRuntime wiring) {
    this.wiring = wiring;
  }

  /** Settings with their defaults; {@link MetricsBridgeBuilder#start()} puts them to work. */
  public static MetricsBridgeBuilder builder() {
    return new MetricsBridgeBuilder();
  }

  /**
   * Makes every span count whatever the sampler says: what it drops is still recorded, for metrics
   * alone. Exporters see exactly what they saw without it.
   *
   * @param sampler the sampler that decides what is exported
   */
  public static Sampler alwaysRecord(Sampler sampler) {
    return new RecordDroppedSampler(Objects.requireNonNull(sampler, "sampler"));
  }

  /** The port that the metrics are served at; empty if there is none. */
  public OptionalInt port() {
    MetricsServer server = wiring.server();
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
  }

  /** The registry that the metrics are in, for the application's own meters. */
  public PrometheusMeterRegistry registry() {
    return wiring.registry();
  }

  /**
   * Shows an OpenTelemetry meter provider's metrics beside those of the spans, once it is
   * registered there: {@code SdkMeterProvider.builder().registerMetricReader(bridge.meterReader())}.
   */
  public MetricReader meterReader() {
    return wiring.meters();
  }

  /**
   * Pushes all metrics to the Pushgateway now, for a batch job that has reached a milestone; the end of the job is
   * pushed by itself. Takes four seconds at most.
   *
   * @return whether the gateway took them; false if none is set up
   */
  public boolean push() {
    return wiring.push();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    wiring.record(span);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  /**
   * Pushes to the Pushgateway if there is one, on a thread of its own. Spans count as they end and need no flush.
   */
  @Override
  public CompletableResultCode forceFlush() {
    return wiring.pushInBackground();
  }

  /**
   * Pushes to the Pushgateway if there is one, closes the endpoint and leaves a registry that was
   * given as it was before. Spans that end later still count, unseen.
   */
  @Override
  public CompletableResultCode shutdown() {
    wiring.close();
    return CompletableResultCode.ofSuccess();
  }
}
