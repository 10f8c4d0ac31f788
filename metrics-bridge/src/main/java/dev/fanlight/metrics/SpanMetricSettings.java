/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import dev.fanlight.metrics.internal.series.BucketBounds;
import dev.fanlight.metrics.internal.series.SeriesBudget;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The settings of the metrics drawn from spans.
 *
 * @param dialects sets of metric names under which spans are shown
 * @param features parts that are on
 * @param events events of spans that are counted
 * @param dimensions span attributes that become labels
 * @param resourceDimensions resource attributes that become labels
 * @param bounds bounds of the buckets by the name of the histogram, where they are not the default
 * @param exemplars accepts the sampled spans that may be exemplars
 * @param servicesByPeer names of services by the address of the peer
 * @param limits limits of the series
 */
record SpanMetricSettings(
    Set<MetricDialect> dialects,
    Set<MetricFeature> features,
    CountedEvents events,
    List<String> dimensions,
    List<String> resourceDimensions,
    Map<String, BucketBounds> bounds,
    Predicate<SpanContext> exemplars,
    Map<String, String> servicesByPeer,
    SeriesLimits limits) {

  SpanMetricSettings {
    dialects = Set.copyOf(dialects);
    features = Set.copyOf(features);
    dimensions = List.copyOf(dimensions);
    resourceDimensions = List.copyOf(resourceDimensions);
    bounds = Map.copyOf(bounds);
    servicesByPeer = Map.copyOf(servicesByPeer);
  }

  boolean has(MetricDialect dialect) {
    return dialects.contains(dialect);
  }

  boolean has(MetricFeature feature) {
    return features.contains(feature);
  }

  boolean hasAllEvents() {
    return events == CountedEvents.ALL;
  }

  /**
   * The limits of the series of one bridge.
   *
   * @param series maximum number of series, all metrics together
   * @param valuesPerLabel maximum number of values of one label of one metric
   * @param idleExpiry time without a new span after which a series is removed
   */
  record SeriesLimits(int series, int valuesPerLabel, Duration idleExpiry) {

    SeriesBudget newBudget(Clock clock) {
      return new SeriesBudget(series, valuesPerLabel, idleExpiry, clock);
    }
  }
}
