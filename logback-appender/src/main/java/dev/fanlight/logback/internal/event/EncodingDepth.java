/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

/**
 * The number of lines that the current thread is encoding.
 *
 * <p>An event that a {@code toString} or getter of the application logs meanwhile must not start another line: the recursion
 * could be unbounded, or the thread could wait for capacity in a queue that it empties itself.
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
