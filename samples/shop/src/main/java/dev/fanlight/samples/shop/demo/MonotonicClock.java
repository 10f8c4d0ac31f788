/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A monotonic clock that began at zero. Any thread. */
final class MonotonicClock {
  private final long origin = System.nanoTime();

  long nanos() {
    return System.nanoTime() - origin;
  }

  /** Returns the wall clock in milliseconds of the epoch, for people only. */
  long millis() {
    return System.currentTimeMillis();
  }

  Duration elapsed() {
    return Duration.ofNanos(nanos());
  }

  /** Returns after {@code time}, not before. */
  void await(Duration time) {
    long due = nanos() + time.toNanos();
    while (nanos() < due) {
      awaitOnce(due);
    }
  }

  /** Returns at {@code dueNanos}, or early when the thread is unparked or interrupted. */
  void awaitOnce(long dueNanos) {
    long wait = dueNanos - nanos();
    if (wait > 0) {
      LockSupport.parkNanos(this, wait);
    }
  }
}
