/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.status;

import dev.fanlight.exporters.spi.StatusSnapshot;

/** The growth of the log over the last minute, in an array of a fixed size. Not safe on several threads. */
final class LogGrowth {

  private static final int SIZES = VendorHistory.MINUTE + 1;

  private final long[] sizes = new long[SIZES];
  private int used;
  private int next;

  /**
   * Adds the size at the end of a tick.
   *
   * @param ticks since the last call; at least 1
   */
  void add(long bytes, long ticks) {
    for (int i = 0; i < Math.min(ticks, SIZES); i++) {
      sizes[next] = bytes;
      next = (next + 1) % SIZES;
      used = Math.min(used + 1, SIZES);
    }
  }

  /** Returns the mean growth; negative if the log shrinks, 0 before the second size. */
  double bytesPerSecond() {
    if (used < 2) {
      return 0;
    }
    long newest = sizes[(next - 1 + SIZES) % SIZES];
    long oldest = sizes[(next - used + SIZES) % SIZES];
    return (newest - oldest) / ((used - 1) * (StatusSnapshot.HISTORY_INTERVAL.toMillis() / 1e3));
  }
}
