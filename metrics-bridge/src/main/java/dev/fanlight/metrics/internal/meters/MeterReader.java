/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.meters;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The reader of an OpenTelemetry meter provider's metrics; it collects at each scrape. Any thread. */
public final class MeterReader implements MetricReader, Supplier<List<MetricSnapshot>> {
  private final BiConsumer<String, String> omitted;
  private volatile CollectionRegistration registration = CollectionRegistration.noop();

  /**
   * Creates a reader that is not registered yet.
   *
   * @param omitted receives the name of each instrument that cannot be shown, and the reason
   */
  public MeterReader(BiConsumer<String, String> omitted) {
    this.omitted = omitted;
  }

  @Override
  public void register(CollectionRegistration registration) {
    this.registration = registration;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
    return AggregationTemporality.CUMULATIVE;
  }

  @Override
  public List<MetricSnapshot> get() {
    return MeterSnapshots.of(collect(), omitted);
  }

  /** Collects all metrics. The SDK handles exceptions of callbacks, but some errors of one callback end the collection. */
  private Collection<MetricData> collect() {
    try {
      return registration.collectAllMetrics();
    } catch (LinkageError | StackOverflowError e) {
      omitted.accept(
          "every OpenTelemetry instrument",
          "the callback of an instrument failed with " + e + "; "
              + (e instanceof LinkageError ? "correct the class path" : "correct the callback"));
      return List.of();
    }
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    registration = CollectionRegistration.noop();
    return CompletableResultCode.ofSuccess();
  }
}
