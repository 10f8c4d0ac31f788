/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.util.ArrayList;
import java.util.List;

/**
 * The counts of the non-empty buckets of a native histogram.
 *
 * @param zero number of spans at or below {@link NativeBuckets#ZERO_THRESHOLD}
 * @param indexes indexes of the non-empty buckets, ascending
 * @param counts counts of the non-empty buckets, in the order of the indexes
 */
public record NativeCounts(long zero, List<Integer> indexes, List<Long> counts) {
  static NativeCounts of(int[] natives, long[] cells) {
    long zero = 0;
    List<Integer> indexes = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (int cell = 0; cell < cells.length; cell++) {
      if (cells[cell] == 0) {
        continue;
      }
      int last = indexes.size() - 1;
      if (NativeBuckets.isZero(natives[cell])) {
        zero += cells[cell];
      } else if (last >= 0 && indexes.get(last) == natives[cell]) {
        counts.set(last, counts.get(last) + cells[cell]);
      } else {
        indexes.add(natives[cell]);
        counts.add(cells[cell]);
      }
    }
    return new NativeCounts(zero, indexes, counts);
  }
}
