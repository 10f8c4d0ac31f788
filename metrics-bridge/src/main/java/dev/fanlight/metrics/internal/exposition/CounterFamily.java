/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import dev.fanlight.metrics.internal.series.SeriesSnapshot;
import dev.fanlight.metrics.internal.series.SpanMeasure;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * A family of counters.
 *
 * @param measure measure with the series
 * @param metadata name without {@code _total}, and help
 * @param value returns the value of a series
 * @param which accepts the series of this family
 * @param labels converts the labels to the names of the dialect
 */
record CounterFamily(
    SpanMeasure measure,
    MetricMetadata metadata,
    ToLongFunction<SeriesSnapshot> value,
    Predicate<SeriesSnapshot> which,
    UnaryOperator<Labels> labels)
    implements MetricFamily {
  @Override
  public String name() {
    return metadata.getPrometheusName();
  }

  @Override
  public MetricSnapshot draw(List<SeriesSnapshot> readings) {
    List<CounterDataPointSnapshot> points = new ArrayList<>(readings.size());
    for (SeriesSnapshot reading : readings) {
      if (which.test(reading)) {
        points.add(new CounterDataPointSnapshot(
            value.applyAsLong(reading),
            labels.apply(reading.labels()),
            ExemplarFactory.ofCounter(reading.samples()),
            reading.createdEpochMillis()));
      }
    }
    return new CounterSnapshot(metadata, points);
  }
}
