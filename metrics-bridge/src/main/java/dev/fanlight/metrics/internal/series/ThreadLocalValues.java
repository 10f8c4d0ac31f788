/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A reusable array per thread for the values of the span that is being counted, so that counting allocates no memory. */
final class ThreadLocalValues {
  private static final int INITIAL_LENGTH = 16;

  private static final ThreadLocal<@Nullable Object[]> VALUES =
      ThreadLocal.withInitial(() -> new @Nullable Object[INITIAL_LENGTH]);

  private ThreadLocalValues() {}

  /** Returns this thread's array, of at least this length; the caller clears it after use, see {@link #clear}. */
  static @Nullable Object[] ofThread(int length) {
    @Nullable Object[] values = VALUES.get();
    if (values.length < length) {
      values = new @Nullable Object[length];
      VALUES.set(values);
    }
    return values;
  }

  /** Clears the references to the span's values. */
  static void clear(@Nullable Object[] values, int length) {
    Arrays.fill(values, 0, length, null);
  }
}
