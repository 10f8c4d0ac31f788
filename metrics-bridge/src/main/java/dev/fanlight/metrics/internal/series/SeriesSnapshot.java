/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/** One series at one moment. */
public final class SeriesSnapshot {
  private final Labels labels;
  private final long[] counts;
  private final double nanos;
  private final long bytes;
  private final List<ExemplarSample> samples;
  private final long createdEpochMillis;

  SeriesSnapshot(
      Labels labels,
      long[] counts,
      double nanos,
      long bytes,
      List<ExemplarSample> samples,
      long createdEpochMillis) {
    this.labels = labels;
    this.counts = counts;
    this.nanos = nanos;
    this.bytes = bytes;
    this.samples = samples;
    this.createdEpochMillis = createdEpochMillis;
  }

  /** Names and values. */
  public Labels labels() {
    return labels;
  }

  /** Spans counted. */
  public long spans() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** Spans per cell of the layout: the array itself, not a copy. */
  public long[] counts() {
    return counts;
  }

  /**
   * Spans per bucket of one classic histogram, not cumulative.
   *
   * @param cells from {@link BucketCells#cellsOf}
   * @param buckets of that histogram
   */
  public long[] counts(int[] cells, int buckets) {
    long[] sums = new long[buckets];
    for (int cell = 0; cell < counts.length; cell++) {
      sums[cells[cell]] += counts[cell];
    }
    return sums;
  }

  /** Sum of the durations in seconds. */
  public double seconds() {
    return nanos / 1e9;
  }

  /** Sum of the sizes. */
  public long bytes() {
    return bytes;
  }

  /** Exemplars, from fast to slow. */
  public List<ExemplarSample> samples() {
    return samples;
  }

  /** When the series began at zero. */
  public long createdEpochMillis() {
    return createdEpochMillis;
  }
}
