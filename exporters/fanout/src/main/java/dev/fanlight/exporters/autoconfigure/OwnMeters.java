/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.autoconfigure;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A meter provider of Fanlight; the application's own provider brings its metrics to the application's readers. Any
 * thread.
 */
final class OwnMeters implements MetricReader, MetricProducer {

  /*
   * Autoconfigure keeps the application's meter provider to itself: a customizer sees its builder, and a listener for
   * the finished SDK is internal. But a builder accepts a producer. So our instruments live in a provider of their
   * own, which is read when the application's is read, and has no thread.
   *
   * A producer is not told which reader asks, and so not whether counts since the start (cumulative) are wanted or
   * since the last time (delta). Cumulative is right for any number of readers, and for Prometheus; but a reader that
   * wants deltas passes it on as it is, and some vendors reject it then. So if OTLP is the only exporter of metrics,
   * these metrics follow its preference. A further reader that is added in code would take deltas away from it.
   */
  private static final Set<String> OTLP = Set.of("otlp");

  private volatile CollectionRegistration own = CollectionRegistration.noop();
  private volatile AggregationTemporalitySelector temporality =
      AggregationTemporalitySelector.alwaysCumulative();

  /**
   * Sets the temporality for the application's readers; to be called before the first instrument is created.
   *
   * @param exporters of metrics, by name; empty for the SDK's default, which is OTLP
   * @param preference of the OTLP exporter: cumulative, delta or lowmemory; null for the first
   */
  void follow(List<String> exporters, @Nullable String preference) {
    if (preference != null && OTLP.containsAll(exporters)) {
      temporality = switch (preference.toLowerCase(Locale.ROOT)) {
        case "delta" -> AggregationTemporalitySelector.deltaPreferred();
        case "lowmemory" -> AggregationTemporalitySelector.lowMemory();
        default -> AggregationTemporalitySelector.alwaysCumulative();
      };
    }
  }

  /** The provider, with the application's resource. */
  MeterProvider provider(Resource resource) {
    return SdkMeterProvider.builder()
        .setResource(resource)
        .registerMetricReader(this)
        .build();
  }

  @Override
  public void register(CollectionRegistration registration) {
    own = registration;
  }

  @Override
  public Collection<MetricData> produce(Resource resource) {
    return own.collectAllMetrics();
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
    return temporality.getAggregationTemporality(instrumentType);
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
