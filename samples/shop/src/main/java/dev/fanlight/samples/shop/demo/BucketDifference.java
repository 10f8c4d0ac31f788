/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The observations between two scrapes of a histogram. */
final class BucketDifference {
  private final List<Double> bounds = new ArrayList<>();
  private final List<Double> counts = new ArrayList<>();
  private double total;

  /**
   * Creates the difference.
   *
   * @param earlier cumulative buckets by upper bound; a series that did not exist yet counts as 0
   * @param later the same, later
   */
  BucketDifference(SortedMap<Double, Double> earlier, SortedMap<Double, Double> later) {
    double below = 0;
    for (var bucket : later.entrySet()) {
      double now = bucket.getValue() - earlier.getOrDefault(bucket.getKey(), 0.0);
      bounds.add(bucket.getKey());
      counts.add(Math.max(0, now - below));
      below = now;
    }
    total = below;
  }

  /** Returns the number of observations of each bucket. */
  List<Double> counts() {
    return List.copyOf(counts);
  }

  /** Returns a quantile in seconds, interpolated within its bucket as in PromQL; 0 without an observation. */
  double quantile(double share) {
    double rank = share * total;
    double seen = 0;
    double lower = 0;
    for (int i = 0; i < bounds.size(); i++) {
      double count = counts.get(i);
      double upper = bounds.get(i);
      if (count > 0 && seen + count >= rank) {
        return Double.isInfinite(upper) ? lower : lower + (upper - lower) * (rank - seen) / count;
      }
      seen += count;
      lower = upper;
    }
    return 0;
  }
}
