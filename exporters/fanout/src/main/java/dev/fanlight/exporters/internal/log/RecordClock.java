/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;

/** The clock that gives batch records their timestamps, and by which they expire. Any thread. */
public interface RecordClock extends Clock {

  /**
   * Returns the expiry limit: a record with an older timestamp has waited for more than {@code maxAge}, also where the time
   * of the clock was moved meanwhile.
   *
   * @return in epoch nanoseconds
   */
  long expiryEpochNanos(Duration maxAge);

  /** Returns a clock as a clock of records, for a clock without jumps. */
  static RecordClock of(Clock clock) {
    return clock instanceof RecordClock already ? already : new Plain(clock);
  }

  /** A clock without jumps. */
  record Plain(Clock clock) implements RecordClock {
    @Override
    public long now() {
      return clock.now();
    }

    @Override
    public long nanoTime() {
      return clock.nanoTime();
    }

    @Override
    public long expiryEpochNanos(Duration maxAge) {
      return clock.now() - maxAge.toNanos();
    }
  }
}
