/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.metrics;

import dev.fanlight.metrics.MetricsBridge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
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

/** The cost of a scrape of 10,000 label sets, each with a histogram of 16 buckets, in the text format. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class Scrape {
  private static final int SERIES = 10_000;
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(2),
    Duration.ofMillis(4),
    Duration.ofMillis(6),
    Duration.ofMillis(8),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(400),
    Duration.ofMillis(800),
    Duration.ofSeconds(1),
    Duration.ofMillis(1_400),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(15)
  };

  private final MetricsBridge bridge = MetricsBridge.builder()
      .noEndpoint()
      .jvmMetrics(false)
      .serviceGraph(false)
      .resourceDimensions()
      .maxSeries(4 * SERIES)
      .maxValuesPerLabel(2 * SERIES)
      .start();
  private final PrometheusMeterRegistry micrometer =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Counts one span for each label set. */
  @Setup
  public void fill() {
    for (ReadableSpan span : EndedSpans.ended(SERIES, SERIES, SpanKind.SERVER)) {
      bridge.onEnd(span);
      Timer.builder("duration")
          .tag("service_name", "shop")
          .tag("span_name", span.getName())
          .tag("span_kind", "SPAN_KIND_SERVER")
          .tag("status_code", "STATUS_CODE_UNSET")
          .serviceLevelObjectives(BOUNDS)
          .register(micrometer)
          .record(span.getLatencyNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Measures Fanlight's counter and histogram. */
  @Benchmark
  public String bridge() {
    return bridge.registry().scrape();
  }

  /** Micrometer's own: a histogram and a gauge of the maximum. */
  @Benchmark
  public String micrometer() {
    return micrometer.scrape();
  }
}
