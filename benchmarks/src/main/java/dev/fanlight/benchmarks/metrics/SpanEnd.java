/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.metrics;

import dev.fanlight.metrics.MetricsBridge;
import dev.fanlight.metrics.MetricsBridgeBuilder;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of a span's end to the application's thread, with four dimensions (service, name, kind, status), beside the same
 * span's duration, status included, by Micrometer's and by the OpenTelemetry SDK's usual means.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
@State(Scope.Thread)
public class SpanEnd {
  private static final int SPANS = 1_024;
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> NAME = AttributeKey.stringKey("span.name");
  private static final AttributeKey<String> KIND = AttributeKey.stringKey("span.kind");
  private static final AttributeKey<String> STATUS = AttributeKey.stringKey("status.code");

  private final ReadableSpan[] spans = EndedSpans.ended(SPANS, 20, SpanKind.SERVER);
  private final ReadableSpan[] clientSpans = EndedSpans.ended(SPANS, 20, SpanKind.CLIENT);
  private final MetricsBridge fourDimensions = bridge()
      .resourceDimensions()
      .serviceGraph(false)
      .networkPhases(false)
      .exceptions(false)
      .start();
  private final MetricsBridge byDefault = bridge().start();
  private final PrometheusMeterRegistry micrometer =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final SdkMeterProvider meters =
      SdkMeterProvider.builder().registerMetricReader(byDefault.meterReader()).build();
  private final DoubleHistogram histogram =
      meters.get("benchmark").histogramBuilder("duration").setUnit("s").build();
  private int next;

  private static MetricsBridgeBuilder bridge() {
    return MetricsBridge.builder().noEndpoint().jvmMetrics(false);
  }

  /** Series are there before the first measurement, as in the steady state. */
  @Setup
  public void fill() {
    for (int i = 0; i < SPANS; i++) {
      fourDimensions();
      byDefault();
      byDefaultClient();
    }
  }

  private ReadableSpan span() {
    return spans[next++ & SPANS - 1];
  }

  /** The bar: at most 250 ns and 72 B. */
  @Benchmark
  public void fourDimensions() {
    fourDimensions.onEnd(span());
  }

  /** With everything that is on by default: service.version, service graph, phases, exceptions. */
  @Benchmark
  public void byDefault() {
    byDefault.onEnd(span());
  }

  /** Measures a span that is an edge of the service graph. */
  @Benchmark
  public void byDefaultClient() {
    byDefault.onEnd(clientSpans[next++ & SPANS - 1]);
  }

  /** Measures {@code toSpanData()}, by which each way of counting reads the status. */
  @Benchmark
  public SpanData toSpanData() {
    return span().toSpanData();
  }

  /** Micrometer, as its documentation shows it for dynamic tags. */
  @Benchmark
  public void micrometerTimer() {
    SpanData span = span().toSpanData();
    Timer.builder("duration")
        .tag("service.name", "shop")
        .tag("span.name", span.getName())
        .tag("span.kind", span.getKind().name())
        .tag("status.code", span.getStatus().getStatusCode().name())
        .serviceLevelObjectives(
            Duration.ofMillis(2),
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(1))
        .register(micrometer)
        .record(span.getEndEpochNanos() - span.getStartEpochNanos(), TimeUnit.NANOSECONDS);
  }

  /** The OpenTelemetry SDK's histogram. */
  @Benchmark
  public void openTelemetryHistogram() {
    SpanData span = span().toSpanData();
    histogram.record(
        (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1e9,
        Attributes.of(
            SERVICE,
            "shop",
            NAME,
            span.getName(),
            KIND,
            span.getKind().name(),
            STATUS,
            span.getStatus().getStatusCode().name()));
  }
}
