/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The times at which a person was asked to act, by the state of the lane.
 *
 * <p>Not safe on several threads: the lock of {@link LaneLog} guards it.
 */
final class AdviceTimes {

  /*
   * At once for the first time in an hour, five minutes later for the second time (a key that was mended and is refused
   * again is news), and half an hour later from then on: a gateway may forbid one batch, again and again, and no other.
   */

  private static final long SECOND_NANOS = Duration.ofMinutes(5).toNanos();
  private static final long LATER_NANOS = Duration.ofMinutes(30).toNanos();
  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Map<State, Advice> last = new EnumMap<>(State.class);

  boolean isDue(State state, long nowNanos) {
    Advice advice = last.get(state);
    return advice == null
        || nowNanos - advice.nanos >= (advice.timesInARow == 1 ? SECOND_NANOS : LATER_NANOS);
  }

  void given(State state, long nowNanos) {
    Advice before = last.get(state);
    int timesInARow =
        before != null && nowNanos - before.nanos < HOUR_NANOS ? before.timesInARow : 0;
    last.put(state, new Advice(nowNanos, timesInARow + 1));
  }

  private record Advice(long nanos, int timesInARow) {}
}
