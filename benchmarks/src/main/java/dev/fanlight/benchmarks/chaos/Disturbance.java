/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.util.Optional;

/**
 * A time in which an answer that was written may not have been read, or not been noted.
 *
 * @param vendor empty for all
 */
record Disturbance(Optional<ChaosVendor> vendor, long fromMillis, long toMillis) {

  /* An answer that came so long before the kill may not be noted on disk yet; docs/reliability.md: hundredths of a second. */
  private static final long BEFORE_MILLIS = 1_500;

  /* A request that was sent before the end is taken after it, and its sender may have given up by then. */
  private static final long AFTER_MILLIS = ChaosConfig.TIMEOUT_MILLIS;

  boolean concerns(ChaosVendor other) {
    return vendor.isEmpty() || vendor.get() == other;
  }

  /** Returns whether a request that was taken and answered at these times may come again. */
  boolean excuses(long takenMillis, long answeredMillis) {
    return answeredMillis >= fromMillis - BEFORE_MILLIS && takenMillis <= toMillis + AFTER_MILLIS;
  }
}
