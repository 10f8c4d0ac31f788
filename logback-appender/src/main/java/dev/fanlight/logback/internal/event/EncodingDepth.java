/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

/**
 * Whether the current thread is writing a line at this moment.
 *
 * <p>What an application's {@code toString} or getter logs meanwhile must not start the next line: it could go on for ever,
 * or wait for room in a queue that this very thread empties.
 */
public final class EncodingDepth {
  private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

  private EncodingDepth() {}

  public static void begin() {
    DEPTH.get()[0]++;
  }

  public static void end() {
    DEPTH.get()[0]--;
  }

  public static boolean isOnThisThread() {
    return DEPTH.get()[0] > 0;
  }
}
