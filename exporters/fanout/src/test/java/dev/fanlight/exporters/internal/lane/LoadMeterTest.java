/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fanlight.exporters.internal.ledger.DeliveryCounts;
import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.reason.FilterCounts;
import dev.fanlight.exporters.testing.ManualClock;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LoadMeterTest {

  private static final Offset<Double> EXACT = within(1e-6);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final Ledger ledger = new Ledger("acme");
  private final LogReader reader = new MemoryLog(1 << 16)
      .newReader(
          new ReaderSettings("acme", "somewhere", Duration.ZERO),
          ledger,
          (spans, reason) -> {},
          () -> {});
  private final LoadMeter meter = new LoadMeter(ledger, reader, () -> 4, clock);

  @Test
  void rates_are_those_of_the_last_minute() {
    pass(120, 30, 20, Duration.ofMillis(200));
    LaneLoad steady = meter.measure();
    pass(30, 0, 0, Duration.ZERO);
    LaneLoad afterHalfAMinute = meter.measure();
    pass(30, 0, 0, Duration.ZERO);
    LaneLoad afterAMinute = meter.measure();

    assertThat(steady.receivedPerSecond()).isCloseTo(30, EXACT);
    assertThat(steady.takenPerSecond()).isCloseTo(20, EXACT);
    assertThat(afterHalfAMinute.receivedPerSecond()).isCloseTo(15, EXACT);
    assertThat(afterHalfAMinute.takenPerSecond()).isCloseTo(10, EXACT);
    assertThat(afterAMinute.receivedPerSecond()).isZero();
    assertThat(afterAMinute.takenPerSecond()).isZero();
  }

  @Test
  void the_time_of_an_answer_is_the_mean_of_the_last_minute() {
    pass(60, 1, 1, Duration.ofSeconds(9));
    pass(60, 1, 1, Duration.ofMillis(100));

    LaneLoad load = meter.measure();

    assertThat(load.answerNanos()).isEqualTo(Duration.ofMillis(100).toNanos());
    assertThat(meter.requestNanos()).isEqualTo(60 * Duration.ofMillis(9_100).toNanos());
  }

  @Test
  void a_young_meter_measures_over_its_own_age() {
    pass(12, 30, 20, Duration.ofMillis(200));

    LaneLoad load = meter.measure();

    assertThat(load.receivedPerSecond()).isCloseTo(30, EXACT);
    assertThat(load.takenPerSecond()).isCloseTo(20, EXACT);
  }

  @Test
  void samples_are_due_every_five_seconds() {
    clock.advance(Duration.ofSeconds(5).minusNanos(1));
    boolean isEarly = meter.isDue();
    clock.advance(Duration.ofNanos(1));
    boolean isDue = meter.isDue();
    meter.measure();

    assertThat(isEarly).isFalse();
    assertThat(isDue).isTrue();
    assertThat(meter.isDue()).isFalse();
  }

  /** Each second brings spans, and one request that takes a part of the spans. */
  private void pass(int seconds, int received, int taken, Duration answer) {
    for (int i = 0; i < seconds; i++) {
      clock.advance(SECOND);
      ledger.received(received, FilterCounts.NONE);
      if (taken > 0) {
        DeliveryCounts counts = new DeliveryCounts();
        counts.delivered(taken);
        ledger.settled(counts);
        meter.requestEnded(answer.toNanos());
      }
      meter.measure();
    }
  }
}
