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

/** Where a duration is counted, so that each histogram to be drawn can be summed up from the same counts. */
public final class BucketCells {
  /*
   * The cells lie between neighbouring bounds of all histograms together, classic and native. Each
   * bucket of each histogram is then a whole number of cells: one addition per span serves all of
   * them, and two histograms drawn from one reading cannot disagree.
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
   * A layout for some histograms.
   *
   * @param histograms the classic ones
   * @param isNative whether a native one is drawn as well
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
    int[] slots = placeIn(classic, cells);
    int[] natives = new int[cells.length + 1];
    for (int cell = 0; cell < cells.length; cell++) {
      natives[cell] = NativeBuckets.indexOf(cells[cell]);
    }
    natives[cells.length] = NativeBuckets.last();
    return new BucketCells(cells, slots, classic.length + 1, natives);
  }

  /** For each cell, the bucket of coarser bounds that it lies in. */
  private static int[] placeIn(long[] bounds, long[] cells) {
    int[] places = new int[cells.length + 1];
    for (int cell = 0; cell < cells.length; cell++) {
      places[cell] = firstNotBelow(bounds, cells[cell]);
    }
    places[cells.length] = bounds.length;
    return places;
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

  /** Cells, the last one without bound included. */
  int cellCount() {
    return cells.length + 1;
  }

  /** The cell of a duration. */
  int cellOf(long nanos) {
    return firstNotBelow(cells, nanos);
  }

  /** Places for exemplars: one for each classic bucket of all histograms together. */
  int slotCount() {
    return slotCount;
  }

  int slotOf(int cell) {
    return slots[cell];
  }

  /** Where each cell belongs in one of the classic histograms that this layout is for. */
  public int[] cellsOf(BucketBounds bounds) {
    return placeIn(
        IntStream.range(0, bounds.buckets() - 1).mapToLong(bounds::nanos).toArray(), cells);
  }

  /** Whether a native histogram can be drawn. */
  public boolean isNative() {
    return natives != null;
  }

  /** The native histogram of a reading. */
  public NativeCounts nativeCounts(long[] counts) {
    if (natives == null) {
      throw new IllegalStateException("this layout has no native buckets");
    }
    return NativeCounts.of(natives, counts);
  }
}
