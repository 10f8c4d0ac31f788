/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import dev.fanlight.metrics.internal.series.SeriesSnapshot;
import dev.fanlight.metrics.internal.series.SpanMeasure;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** A metric that is drawn from the series of one measure at a scrape. */
public interface MetricFamily {
  /** Returns the measure with the series. */
  SpanMeasure measure();

  /** Returns the name without the suffixes that Prometheus adds. */
  String name();

  /** Creates the metric from snapshots of the series. */
  MetricSnapshot draw(List<SeriesSnapshot> readings);
}
