/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;

/**
 * A clock whose epoch time advances at the pace of its nano time, and that follows the wall clock where the two part by
 * more than {@link #TOLERANCE}. Any thread.
 */
final class SteadyClock implements Clock {

  /*
   * Small steps and slewing of the wall clock (NTP) move no timestamp and expire no batch. A large difference has two
   * causes: the machine was suspended or restored from a snapshot, while the monotonic clock of Linux stood still; or the
   * wall clock was set. In both cases the wall clock is right from now on, and a batch that is written with the old time
   * would be expired, or immortal, for the next process. Two threads that find the difference at the same moment
   * write the same offset, within the time between their readings.
   */

  /** Largest difference from the wall clock. */
  static final Duration TOLERANCE = Duration.ofSeconds(5);

  private final Clock clock;
  private volatile long offsetNanos;

  SteadyClock(Clock clock) {
    this.clock = clock;
    this.offsetNanos = clock.now() - clock.nanoTime();
  }

  @Override
  public long now() {
    long nanos = clock.nanoTime();
    long offset = offsetNanos;
    long wallOffset = clock.now() - nanos;
    if (Math.abs(wallOffset - offset) > TOLERANCE.toNanos()) {
      offset = wallOffset;
      offsetNanos = offset;
    }
    return nanos + offset;
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }
}
