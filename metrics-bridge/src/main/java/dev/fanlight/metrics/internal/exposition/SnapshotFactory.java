/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** Creates counters and gauges from values that other classes count. */
public final class SnapshotFactory {
  private SnapshotFactory() {}

  /** Creates a counter; {@code name} is without {@code _total}. */
  public static MetricSnapshot counter(
      String name, String help, List<CounterDataPointSnapshot> points) {
    return new CounterSnapshot(new MetricMetadata(name, help), points);
  }

  /** Creates one value of a counter. */
  public static CounterDataPointSnapshot count(long value, Labels labels) {
    return new CounterDataPointSnapshot(value, labels, null, 0);
  }

  /** Creates a gauge. */
  public static MetricSnapshot gauge(
      String name, String help, List<GaugeDataPointSnapshot> points) {
    return new GaugeSnapshot(new MetricMetadata(name, help), points);
  }

  /** Creates a gauge of one value without labels. */
  public static MetricSnapshot gauge(String name, String help, Number value) {
    return gauge(name, help, List.of(level(value, Labels.EMPTY)));
  }

  /** Creates one value of a gauge. */
  public static GaugeDataPointSnapshot level(Number value, Labels labels) {
    return new GaugeDataPointSnapshot(value.doubleValue(), labels, null);
  }
}
