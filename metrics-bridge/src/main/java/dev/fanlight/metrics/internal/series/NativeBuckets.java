/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The exponential buckets of Prometheus' native histograms at a fixed resolution: schema 3, eight buckets per doubling, so
 * that the error of a quantile is at most 4.5 %.
 */
public final class NativeBuckets {
  /** Schema of the buckets; each bound is the bound before it times the eighth root of two. */
  public static final int SCHEMA = 3;

  /** Maximum duration that is counted as zero, in seconds: 2^-20 s or 0.95 µs. */
  public static final double ZERO_THRESHOLD = 0x1p-20;

  private static final int PER_DOUBLING = 1 << SCHEMA;
  private static final int FIRST = -20 * PER_DOUBLING;

  /** Index of the last bucket. Bucket i ends at 2^(i/8) s; the last one at 2^20 s (12 days), and has all longer spans. */
  private static final int LAST = 20 * PER_DOUBLING;

  private NativeBuckets() {}

  /** Returns the upper bounds in whole nanoseconds, rounded down, from the zero bucket on. */
  static LongStream boundsInNanos() {
    return IntStream.rangeClosed(FIRST, LAST).mapToLong(NativeBuckets::upperNanos);
  }

  /** Returns the index of the bucket that contains a bound; {@code FIRST} is the zero bucket. */
  static int indexOf(long upperNanos) {
    int low = FIRST;
    int high = LAST;
    while (low < high) {
      int middle = Math.floorDiv(low + high, 2);
      if (upperNanos <= upperNanos(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  static boolean isZero(int index) {
    return index == FIRST;
  }

  static int last() {
    return LAST;
  }

  private static long upperNanos(int index) {
    return (long) Math.floor(Math.pow(2, index / (double) PER_DOUBLING) * 1e9);
  }
}
