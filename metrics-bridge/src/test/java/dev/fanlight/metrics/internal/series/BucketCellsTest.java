/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketCellsTest {
  private static final BucketBounds COARSE = BucketBounds.ofSeconds(.1, 1);
  private static final BucketBounds FINE = BucketBounds.ofSeconds(.05, .1, .25, 2);

  @Test
  void a_duration_on_a_bound_lies_below_it() {
    var layout = BucketCells.of(List.of(COARSE), false);

    assertThat(layout.cellOf(100_000_000)).isEqualTo(0);
    assertThat(layout.cellOf(100_000_001)).isEqualTo(1);
    assertThat(layout.cellOf(1_000_000_000)).isEqualTo(1);
    assertThat(layout.cellOf(Long.MAX_VALUE)).isEqualTo(2);
    assertThat(layout.cellOf(0)).isEqualTo(0);
  }

  @Test
  void two_histograms_are_summed_up_from_the_same_cells() {
    var layout = BucketCells.of(List.of(COARSE, FINE), false);
    long[] counts = new long[layout.cellCount()];
    for (long millis : new long[] {20, 70, 200, 300, 1_500, 3_000}) {
      counts[layout.cellOf(millis * 1_000_000)]++;
    }

    assertThat(sum(counts, layout.cellsOf(COARSE), 3)).containsExactly(2, 2, 2);
    assertThat(sum(counts, layout.cellsOf(FINE), 5)).containsExactly(1, 1, 1, 2, 1);
  }

  @Test
  void native_buckets_are_those_of_the_prometheus_client() {
    Histogram oracle = Histogram.builder()
        .name("oracle")
        .nativeOnly()
        .nativeInitialSchema(NativeBuckets.SCHEMA)
        .nativeMaxNumberOfBuckets(0)
        .nativeMinZeroThreshold(NativeBuckets.ZERO_THRESHOLD)
        .nativeMaxZeroThreshold(NativeBuckets.ZERO_THRESHOLD)
        .build();
    var layout = BucketCells.of(List.of(COARSE), true);
    long[] counts = new long[layout.cellCount()];
    var random = new Random(11);
    for (int i = 0; i < 100_000; i++) {
      long nanos = (long) Math.pow(2, random.nextDouble() * 49);
      oracle.observe(nanos / 1e9);
      counts[layout.cellOf(nanos)]++;
    }

    NativeCounts ours = layout.nativeCounts(counts);

    var theirs = oracle.collect().getDataPoints().get(0);
    NativeHistogramBuckets buckets = theirs.getNativeBucketsForPositiveValues();
    assertThat(theirs.getNativeSchema()).isEqualTo(NativeBuckets.SCHEMA);
    assertThat(ours.zero()).isEqualTo(theirs.getNativeZeroCount());
    assertThat(ours.indexes())
        .isEqualTo(buckets.stream().map(bucket -> bucket.getBucketIndex()).toList());
    assertThat(ours.counts())
        .isEqualTo(buckets.stream().map(bucket -> bucket.getCount()).toList());
  }

  @Test
  void the_classic_buckets_of_a_native_layout_are_the_same() {
    var plain = BucketCells.of(List.of(COARSE), false);
    var withNative = BucketCells.of(List.of(COARSE), true);
    long[] plainCounts = new long[plain.cellCount()];
    long[] nativeCounts = new long[withNative.cellCount()];
    var random = new Random(12);
    for (int i = 0; i < 10_000; i++) {
      long nanos = (long) Math.pow(2, random.nextDouble() * 62);
      plainCounts[plain.cellOf(nanos)]++;
      nativeCounts[withNative.cellOf(nanos)]++;
      assertThat(withNative.slotOf(withNative.cellOf(nanos))).isEqualTo(plain.cellOf(nanos));
    }

    assertThat(sum(nativeCounts, withNative.cellsOf(COARSE), 3))
        .isEqualTo(sum(plainCounts, plain.cellsOf(COARSE), 3));
  }

  private static long[] sum(long[] counts, int[] cells, int buckets) {
    long[] sums = new long[buckets];
    for (int cell = 0; cell < counts.length; cell++) {
      sums[cells[cell]] += counts[cell];
    }
    return sums;
  }
}
