/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.RecordClock;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** Gives up what has waited too long, and has the log make ready what comes next: nothing waits for ever. Any thread. */
final class Expiry {

  private final LogReader reader;
  private final Schedule schedule;
  private final Settlement settlement;
  private final Supplier<Wiring> wiring;
  private final JoinSettings joins;
  private final RecordClock clock;

  Expiry(
      LogReader reader,
      Schedule schedule,
      Settlement settlement,
      Supplier<Wiring> wiring,
      JoinSettings joins,
      Clock clock) {
    this.reader = reader;
    this.schedule = schedule;
    this.settlement = settlement;
    this.wiring = wiring;
    this.joins = joins;
    this.clock = RecordClock.of(clock);
  }

  /**
   * Rejects batches that were refused in vain, and drops batches that are too old now, taken from the log or not. May
   * read a disk: to be called without a lock.
   */
  void giveUpOld() {
    long tooOld = clock.expiryEpochNanos(maxAge());
    settlement.rejectAsTheyAre(schedule.takeHopeless());
    settlement.giveUp(schedule.removeOlderThan(tooOld), "expired");
    // last: it waits for what is settled here
    reader.prepare(tooOld, joins.maxSpans(), schedule.maxJoinedBytes());
  }

  /** The file's, or what the vendor takes where that is less. */
  private Duration maxAge() {
    LaneSettings settings = wiring.get().settings();
    Duration accepted = settings.vendor().limits().spanAge();
    return accepted.compareTo(settings.maxAge()) < 0 ? accepted : settings.maxAge();
  }
}
