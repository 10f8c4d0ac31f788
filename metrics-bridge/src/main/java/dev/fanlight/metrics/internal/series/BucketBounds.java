/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The upper bounds of a histogram's buckets in ascending order, without the bound of the last bucket, which is {@code
 * +Inf}. A value equal to a bound belongs to the bucket below it, as with Prometheus' {@code le}.
 */
public final class BucketBounds {
  private final long[] nanos;

  private BucketBounds(long[] nanos) {
    this.nanos = nanos;
  }

  /** Creates bounds from seconds in any order; duplicates are removed. */
  public static BucketBounds ofSeconds(double... seconds) {
    return new BucketBounds(Arrays.stream(seconds)
        .mapToLong(s -> Math.round(s * 1e9))
        .sorted()
        .distinct()
        .toArray());
  }

  /** Creates bounds from durations in any order; duplicates are removed. */
  public static BucketBounds of(List<Duration> bounds) {
    return new BucketBounds(
        bounds.stream().mapToLong(Duration::toNanos).sorted().distinct().toArray());
  }

  /** Returns the number of buckets, the last one without bound included. */
  public int buckets() {
    return nanos.length + 1;
  }

  long nanos(int bound) {
    return nanos[bound];
  }

  /** Returns a copy of the upper bounds in seconds, with {@code +Inf} at the end. */
  public double[] seconds() {
    double[] seconds = new double[buckets()];
    for (int i = 0; i < nanos.length; i++) {
      seconds[i] = nanos[i] / 1e9;
    }
    seconds[nanos.length] = Double.POSITIVE_INFINITY;
    return seconds;
  }
}
