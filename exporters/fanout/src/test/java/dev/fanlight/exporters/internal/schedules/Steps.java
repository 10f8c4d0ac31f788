/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.schedules;

/** The points at which a thread of an exploration can be preempted, in code that was compiled with them. */
public final class Steps {

  private Steps() {}

  /** A point; does nothing on other threads. */
  public static void step() {
    if (Thread.currentThread() instanceof ExploredThread thread) {
      thread.threads().point();
    }
  }

  /** Returns the object, whose method is called after the point. */
  public static <T> T at(T object) {
    step();
    return object;
  }

  /** Returns the number, which was read before the point. */
  public static long read(long number) {
    step();
    return number;
  }

  /** Returns the number, which was read before the point. */
  public static int read(int number) {
    step();
    return number;
  }

  /** Returns the value, which was read before the point. */
  public static boolean read(boolean value) {
    step();
    return value;
  }
}
