/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The upper bounds of a histogram's buckets, ascending; the last bucket, without bound, is implied.
 * A value equal to a bound lies below it, as Prometheus' {@code le} says.
 */
public final class BucketBounds {
  private final long[] nanos;

  private BucketBounds(long[] nanos) {
    this.nanos = nanos;
  }

  /** BucketBounds in seconds, in any order; duplicates count once. */
  public static BucketBounds ofSeconds(double... seconds) {
    return new BucketBounds(Arrays.stream(seconds)
        .mapToLong(s -> Math.round(s * 1e9))
        .sorted()
        .distinct()
        .toArray());
  }

  /** BucketBounds in any order; duplicates count once. */
  public static BucketBounds of(List<Duration> bounds) {
    return new BucketBounds(
        bounds.stream().mapToLong(Duration::toNanos).sorted().distinct().toArray());
  }

  /** Buckets, the last one without bound included. */
  public int buckets() {
    return nanos.length + 1;
  }

  long nanos(int bound) {
    return nanos[bound];
  }

  /** Upper bounds in seconds with {@code +Inf} at the end: a copy. */
  public double[] seconds() {
    double[] seconds = new double[buckets()];
    for (int i = 0; i < nanos.length; i++) {
      seconds[i] = nanos[i] / 1e9;
    }
    seconds[nanos.length] = Double.POSITIVE_INFINITY;
    return seconds;
  }
}
