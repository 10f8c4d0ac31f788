/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.status;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The distribution of the times of answers over the last ten minutes, in arrays of a fixed size. Not safe on several threads. */
final class AnswerTimes {

  /*
   * One array a minute. Bucket i covers the times from 2^(i/8) to 2^((i+1)/8) units of 2^17 ns (0.13 ms): a quantile is
   * right to 9 %. Shorter times are in the first bucket, longer ones than 2^37 ns (137 s) in the last.
   */

  private static final int MINUTES = 10;
  private static final int PER_OCTAVE = 8;
  private static final int BUCKETS = 20 * PER_OCTAVE;
  private static final double UNIT_NANOS = 1 << 17;

  private final int[][] buckets = new int[MINUTES][BUCKETS];
  private final long startNanos;
  private long newestMinute;

  AnswerTimes(long nowNanos) {
    startNanos = nowNanos;
  }

  void add(long nanos, long nowNanos) {
    advance(nowNanos);
    buckets[(int) (newestMinute % MINUTES)][bucket(nanos)]++;
  }

  /** Returns the time within which this share of the answers came, rounded up; 0 if there was no answer. */
  long quantileNanos(double share, long nowNanos) {
    advance(nowNanos);
    long count = 0;
    int[] sums = new int[BUCKETS];
    for (int[] minute : buckets) {
      for (int i = 0; i < BUCKETS; i++) {
        sums[i] += minute[i];
        count += minute[i];
      }
    }
    long rank = (long) Math.ceil(share * count);
    for (int i = 0; count > 0 && i < BUCKETS; i++) {
      rank -= sums[i];
      if (rank <= 0) {
        return (long) (UNIT_NANOS * Math.pow(2, (i + 1) / (double) PER_OCTAVE));
      }
    }
    return 0;
  }

  private void advance(long nowNanos) {
    long minute = Math.max(0, nowNanos - startNanos) / TimeUnit.MINUTES.toNanos(1);
    for (long old = Math.max(newestMinute + 1, minute - MINUTES + 1); old <= minute; old++) {
      Arrays.fill(buckets[(int) (old % MINUTES)], 0);
    }
    newestMinute = Math.max(newestMinute, minute);
  }

  private static int bucket(long nanos) {
    double octaves = Math.log(Math.max(1, nanos / UNIT_NANOS)) / Math.log(2);
    return (int) Math.min(BUCKETS - 1, octaves * PER_OCTAVE);
  }
}
