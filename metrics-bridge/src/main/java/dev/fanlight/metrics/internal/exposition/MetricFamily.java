/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import dev.fanlight.metrics.internal.series.SeriesSnapshot;
import dev.fanlight.metrics.internal.series.SpanMeasure;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** One metric as it stands at a scrape. */
public interface MetricFamily {
  /** What it draws from. */
  SpanMeasure measure();

  /** Its name without the suffixes that Prometheus adds. */
  String name();

  /** The metric itself. */
  MetricSnapshot draw(List<SeriesSnapshot> readings);
}
