/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The number of log lines that one vendor may write within any hour.
 *
 * <p>Not safe on several threads: the lock of {@link LaneLog} guards it.
 */
final class LineBudget {

  /*
   * The hour rolls: a line counts for one hour from the moment when it was written.
   *
   * Ordinary lines (repeated losses, warnings of the vendor, our own defects) may use ORDINARY_LINES of the budget. The
   * rest is kept for the lines that an operator acts on: the first loss for a reason, a refused key, trouble that stays,
   * and recovery. Their reports limit themselves so that the rest suffices; if it ever does not, such a line waits until
   * the budget has room again.
   */

  /** The maximum number of lines in an hour. */
  static final int LINES = 12;

  /** The maximum number of lines in the last hour after which an ordinary line may follow. */
  static final int ORDINARY_LINES = 6;

  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Deque<Long> written = new ArrayDeque<>(LINES);

  /** Returns true if a line may be written now. */
  boolean allows(Priority priority, long nowNanos) {
    forgetOld(nowNanos);
    return written.size() < (priority == Priority.ORDINARY ? ORDINARY_LINES : LINES);
  }

  /** Counts a line and returns it; the line that uses up its part of the budget says so. */
  NoticeLine write(NoticeLine line, long nowNanos) {
    forgetOld(nowNanos);
    written.add(nowNanos);
    int used = written.size();
    if (used == LINES) {
      return line.with(
          " This is line " + LINES + " of the last hour: this vendor writes no other for "
              + minutesLeft(nowNanos) + " min.");
    }
    if (used == ORDINARY_LINES && line.priority() == Priority.ORDINARY) {
      return line.with(
          " Repeats about this vendor are left out for "
              + minutesLeft(nowNanos)
              + " min; the first loss for a reason, a refused key, lasting trouble and recovery are not.");
    }
    return line;
  }

  private long minutesLeft(long nowNanos) {
    long left = HOUR_NANOS - (nowNanos - written.getFirst());
    return Math.max(1, TimeUnit.NANOSECONDS.toMinutes(left) + 1);
  }

  private void forgetOld(long nowNanos) {
    while (!written.isEmpty() && nowNanos - written.getFirst() >= HOUR_NANOS) {
      written.removeFirst();
    }
  }

  /** The rank of a line when lines are omitted. */
  enum Priority {
    /** A repetition, or a detail for readers who look for it. */
    ORDINARY,
    /** An operator acts on it. */
    IMPORTANT
  }
}
