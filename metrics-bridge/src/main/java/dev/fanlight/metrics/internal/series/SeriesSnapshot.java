/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/** The counts of one series at one moment. */
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

  /** Returns the labels with their values. */
  public Labels labels() {
    return labels;
  }

  /** Returns the number of spans. */
  public long spans() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** Returns the number of spans per cell: the array itself, not a copy. */
  public long[] counts() {
    return counts;
  }

  /**
   * Returns the number of spans per bucket of one classic histogram, not cumulative.
   *
   * @param cells the bucket of each cell, from {@link BucketCells#cellsOf}
   * @param buckets number of buckets of the histogram
   */
  public long[] counts(int[] cells, int buckets) {
    long[] sums = new long[buckets];
    for (int cell = 0; cell < counts.length; cell++) {
      sums[cells[cell]] += counts[cell];
    }
    return sums;
  }

  /** Returns the sum of the durations in seconds. */
  public double seconds() {
    return nanos / 1e9;
  }

  /** Returns the sum of the sizes in bytes. */
  public long bytes() {
    return bytes;
  }

  /** Returns the exemplars, from the shortest duration to the longest. */
  public List<ExemplarSample> samples() {
    return samples;
  }

  /** Returns the time at which the series started at zero. */
  public long createdEpochMillis() {
    return createdEpochMillis;
  }
}
