/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.log.RecordClock;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A clock with an epoch time that advances at the pace of its nano time, and that follows the wall clock if the two
 * differ by more than {@link #TOLERANCE}. Any thread.
 */
final class SteadyClock implements RecordClock {

  /*
   * Small steps and slewing of the wall clock (NTP) move no timestamp. A large difference has two causes: the machine was
   * suspended or restored from a snapshot, while the monotonic clock of Linux stood still; or the wall clock was set. In
   * both cases the wall clock is right from now on: a batch with the old time would be expired, or immortal, for the next
   * process.
   *
   * Batches that wait meanwhile have timestamps of the old time, and no such step may expire them. A period is the time
   * between two steps; its offset is the difference between epoch time and nano time. A record of a period has waited
   * longer than maxAge only if it is too old by the offset of that period. Which period a record belongs to is not
   * known, so the expiry limit goes by the smallest offset of the periods that ended less than maxAge ago. So no record
   * expires early, and one that is written within maxAge after a step may wait longer by the length of the step.
   */

  /** Largest difference from the wall clock. */
  static final Duration TOLERANCE = Duration.ofSeconds(5);

  private static final int MAX_PERIODS = 100;

  private final Clock clock;

  private volatile long offsetNanos;

  /** Oldest first. */
  @GuardedBy("this") private final Deque<Period> ended = new ArrayDeque<>();

  SteadyClock(Clock clock) {
    this.clock = clock;
    this.offsetNanos = clock.now() - clock.nanoTime();
  }

  @Override
  public long now() {
    long nanos = clock.nanoTime();
    long wallOffset = clock.now() - nanos;
    if (isFar(wallOffset)) {
      step(nanos, wallOffset);
    }
    return nanos + offsetNanos;
  }

  private boolean isFar(long wallOffset) {
    return Math.abs(wallOffset - offsetNanos) > TOLERANCE.toNanos();
  }

  private synchronized void step(long nanos, long wallOffset) {
    if (isFar(wallOffset)) { // else another thread was faster
      ended.add(new Period(offsetNanos, nanos));
      if (ended.size() > MAX_PERIODS) {
        ended.remove();
      }
      offsetNanos = wallOffset;
    }
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  public long expiryEpochNanos(Duration maxAge) {
    now(); // a step that has not been noticed yet
    long nanos = clock.nanoTime();
    return nanos + smallestOffset(nanos - maxAge.toNanos()) - maxAge.toNanos();
  }

  private synchronized long smallestOffset(long endedAfterNanos) {
    long smallest = offsetNanos;
    for (Period period : ended) {
      if (period.endNanos - endedAfterNanos > 0 && period.offsetNanos - smallest < 0) {
        smallest = period.offsetNanos;
      }
    }
    return smallest;
  }

  /**
   * A time without a step.
   *
   * @param offsetNanos epoch time minus nano time
   * @param endNanos its end, by nano time
   */
  private record Period(long offsetNanos, long endNanos) {}
}
