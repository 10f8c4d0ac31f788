/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The cells in which durations are counted; the buckets of each shown histogram are sums of these cells. */
public final class BucketCells {
  /*
   * The limits of the cells are the bounds of all histograms together, classic and native. Each bucket of each histogram
   * is then a whole number of cells: one addition per span counts for all histograms, and two histograms from one
   * snapshot always agree.
   */
  private final long[] cells;
  private final int[] slots;
  private final int slotCount;
  private final int @Nullable [] natives;

  private BucketCells(long[] cells, int[] slots, int slotCount, int @Nullable [] natives) {
    this.cells = cells;
    this.slots = slots;
    this.slotCount = slotCount;
    this.natives = natives;
  }

  /**
   * Creates the cells for a set of histograms.
   *
   * @param histograms bounds of the classic histograms
   * @param isNative whether a native histogram is shown too
   */
  public static BucketCells of(List<BucketBounds> histograms, boolean isNative) {
    long[] classic = histograms.stream()
        .flatMapToLong(b -> IntStream.range(0, b.buckets() - 1).mapToLong(b::nanos))
        .sorted()
        .distinct()
        .toArray();
    if (!isNative) {
      int[] same = IntStream.rangeClosed(0, classic.length).toArray();
      return new BucketCells(classic, same, same.length, null);
    }
    long[] cells = LongStream.concat(Arrays.stream(classic), NativeBuckets.boundsInNanos())
        .sorted()
        .distinct()
        .toArray();
    int[] slots = bucketsOf(classic, cells);
    int[] natives = new int[cells.length + 1];
    for (int cell = 0; cell < cells.length; cell++) {
      natives[cell] = NativeBuckets.indexOf(cells[cell]);
    }
    natives[cells.length] = NativeBuckets.last();
    return new BucketCells(cells, slots, classic.length + 1, natives);
  }

  /** Returns for each cell the index of the bucket, among coarser bounds, that contains it. */
  private static int[] bucketsOf(long[] bounds, long[] cells) {
    int[] buckets = new int[cells.length + 1];
    for (int cell = 0; cell < cells.length; cell++) {
      buckets[cell] = firstNotBelow(bounds, cells[cell]);
    }
    buckets[cells.length] = bounds.length;
    return buckets;
  }

  private static int firstNotBelow(long[] bounds, long value) {
    int low = 0;
    int high = bounds.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value <= bounds[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Returns the number of cells, the last one without bound included. */
  int cellCount() {
    return cells.length + 1;
  }

  /** Returns the cell of a duration. */
  int cellOf(long nanos) {
    return firstNotBelow(cells, nanos);
  }

  /** Returns the number of exemplar slots: one for each classic bucket of all histograms together. */
  int slotCount() {
    return slotCount;
  }

  int slotOf(int cell) {
    return slots[cell];
  }

  /** Returns for each cell the index of its bucket in one of the classic histograms. */
  public int[] cellsOf(BucketBounds bounds) {
    return bucketsOf(
        IntStream.range(0, bounds.buckets() - 1).mapToLong(bounds::nanos).toArray(), cells);
  }

  /** Tells whether the cells contain the bounds of the native histogram. */
  public boolean isNative() {
    return natives != null;
  }

  /** Returns the native histogram of counts by cell. */
  public NativeCounts nativeCounts(long[] counts) {
    if (natives == null) {
      throw new IllegalStateException("these cells have no native buckets");
    }
    return NativeCounts.of(natives, counts);
  }
}
