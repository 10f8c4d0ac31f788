/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.RecordClock;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** The expiry of batches that have waited too long; it also has the log make the next batches ready. Any thread. */
final class DeliveryExpiry {

  private final LogReader reader;
  private final DeliverySchedule schedule;
  private final DeliverySettlement settlement;
  private final Supplier<ActiveSender> activeSender;
  private final JoinSettings joins;
  private final RecordClock clock;

  DeliveryExpiry(
      LogReader reader,
      DeliverySchedule schedule,
      DeliverySettlement settlement,
      Supplier<ActiveSender> activeSender,
      JoinSettings joins,
      Clock clock) {
    this.reader = reader;
    this.schedule = schedule;
    this.settlement = settlement;
    this.activeSender = activeSender;
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
    settlement.giveUp(schedule.removeOlderThan(tooOld), DropReason.EXPIRED);
    // last: it waits for the settlements here
    reader.prepare(tooOld, joins.maxSpans(), schedule.maxJoinedBytes());
  }

  /** Returns the maximum age of the file, or of the vendor where that is less. */
  private Duration maxAge() {
    LaneSettings settings = activeSender.get().settings();
    Duration accepted = settings.vendor().limits().spanAge();
    return accepted.compareTo(settings.maxAge()) < 0 ? accepted : settings.maxAge();
  }
}
