/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.status;

import dev.fanlight.exporters.internal.pipeline.FanoutSample;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The last minute of the pipeline. The lock of {@link StatusSampler} guards it. */
final class PipelineHistory {

  private static final Duration MAX_TIME_UNTIL_FULL = Duration.ofDays(365);

  private final TickSeries ended;
  private final TickSeries received;
  private final TickSeries batches;
  private final LogGrowth log = new LogGrowth();

  PipelineHistory(FanoutSample sample) {
    this.ended = new TickSeries(VendorHistory.MINUTE, sample.queue().ended());
    this.received = new TickSeries(VendorHistory.MINUTE, sample.queue().received());
    this.batches = new TickSeries(VendorHistory.MINUTE, sample.batches());
    this.log.add(sample.logBytes(), 1);
  }

  void add(FanoutSample sample, long ticks) {
    ended.add(sample.queue().ended(), ticks);
    received.add(sample.queue().received(), ticks);
    batches.add(sample.batches(), ticks);
    log.add(sample.logBytes(), ticks);
  }

  double endedPerSecond() {
    return VendorHistory.perSecond(ended);
  }

  double spansPerBatch() {
    long count = batches.sum(VendorHistory.MINUTE);
    return count == 0 ? 0 : received.sum(VendorHistory.MINUTE) / (double) count;
  }

  /** Returns the time until the log is full if it goes on to grow as in the last minute; null if it does not grow. */
  @Nullable Duration timeUntilFull(long bytes, long limitBytes) {
    double perSecond = log.bytesPerSecond();
    if (perSecond <= 0) {
      return null;
    }
    double seconds = Math.max(0, limitBytes - bytes) / perSecond;
    return seconds > MAX_TIME_UNTIL_FULL.toSeconds() ? null : Duration.ofSeconds((long) seconds);
  }
}
