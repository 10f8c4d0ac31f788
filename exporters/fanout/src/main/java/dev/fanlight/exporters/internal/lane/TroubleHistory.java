/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The periods of trouble of one vendor within the last hour.
 *
 * <p>Not safe on several threads: the lock of {@link LaneLog} guards it.
 */
final class TroubleHistory {

  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  /** Enough to tell that trouble comes and goes; more are counted by the ledger's attempts. */
  private static final int MAX_PERIODS = 720;

  private final Deque<Period> periods = new ArrayDeque<>();

  /** A period of trouble has ended. */
  void add(long startNanos, long endNanos) {
    if (periods.size() == MAX_PERIODS) {
      periods.removeFirst();
    }
    periods.add(new Period(startNanos, endNanos));
  }

  /** Returns the number of periods that began within the last hour. */
  int count(long nowNanos) {
    while (!periods.isEmpty() && nowNanos - periods.getFirst().startNanos >= HOUR_NANOS) {
      periods.removeFirst();
    }
    return periods.size();
  }

  /** Returns the time in trouble within these periods. */
  long nanosInTrouble() {
    long nanos = 0;
    for (Period period : periods) {
      nanos += period.endNanos - period.startNanos;
    }
    return nanos;
  }

  /** Returns the age of the first of these periods; {@code orElse} if there is none. */
  long nanosSinceFirst(long nowNanos, long orElse) {
    return periods.isEmpty() ? orElse : nowNanos - periods.getFirst().startNanos;
  }

  private record Period(long startNanos, long endNanos) {}
}
