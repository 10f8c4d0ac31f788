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
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Collection;

/** A meter provider of ours whose metrics the application's own provider brings to its readers. Any thread. */
final class OwnMeters implements MetricReader, MetricProducer {

  /*
   * Autoconfigure hands the application's meter provider to nobody but itself: a customizer sees its builder, and a
   * listener for the finished SDK is internal. What a builder does take is a producer. So our instruments live in a
   * provider of their own, which is read when the application's is read, and has no thread.
   */
  private volatile CollectionRegistration own = CollectionRegistration.noop();

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
    return AggregationTemporality.CUMULATIVE;
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
