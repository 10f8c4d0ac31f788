/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.autoconfigure;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The metrics of an SDK as they stand when they are asked for. */
final class InMemoryMetrics implements MetricReader {

  private volatile CollectionRegistration registration = CollectionRegistration.noop();

  /** The values of a sum, of the points with this component. */
  List<Long> values(String metric, String component) {
    return registration.collectAllMetrics().stream()
        .filter(one -> one.getName().equals(metric))
        .flatMap(one -> one.getLongSumData().getPoints().stream())
        .filter(point -> component.equals(
            point.getAttributes().get(AttributeKey.stringKey("otel.component.name"))))
        .map(point -> point.getValue())
        .toList();
  }

  /** The names of the services that metrics of ours are about. */
  Set<String> services() {
    return registration.collectAllMetrics().stream()
        .filter(one -> one.getInstrumentationScopeInfo().getName().startsWith("dev.fanlight"))
        .map(MetricData::getResource)
        .map(resource -> resource.getAttribute(AttributeKey.stringKey("service.name")))
        .collect(Collectors.toSet());
  }

  @Override
  public void register(CollectionRegistration newRegistration) {
    registration = newRegistration;
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
