/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a thread puts the values of the span at hand, so that counting it allocates nothing. */
final class ThreadLocalValues {
  private static final int USUAL = 16;

  private static final ThreadLocal<@Nullable Object[]> VALUES =
      ThreadLocal.withInitial(() -> new @Nullable Object[USUAL]);

  private ThreadLocalValues() {}

  /** This thread's array, of at least this length; to be {@link #clear}ed after use. */
  static @Nullable Object[] ofThread(int length) {
    @Nullable Object[] values = VALUES.get();
    if (values.length < length) {
      values = new @Nullable Object[length];
      VALUES.set(values);
    }
    return values;
  }

  /** Lets go of the span's values. */
  static void clear(@Nullable Object[] values, int length) {
    Arrays.fill(values, 0, length, null);
  }
}
