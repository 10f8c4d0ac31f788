/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.fanlight.exporters.internal.lane.LaneReading;
import dev.fanlight.exporters.internal.pipeline.FanoutReading;
import dev.fanlight.exporters.internal.pipeline.FanoutSample;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.FileVersion;
import dev.fanlight.exporters.spi.StatusSnapshot.Flow;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import dev.fanlight.exporters.spi.VendorStatus;
import dev.fanlight.exporters.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state of one vendor, from counts and times that the test sets. */
class StatusSamplerTest {

  private static final Duration TICK = StatusSnapshot.HISTORY_INTERVAL;

  private final ManualClock clock = new ManualClock();
  private final StatusSampler sampler = new StatusSampler(this::sample, clock);
  private final StatusReader reader = new StatusReader(sampler);

  private State state = State.UP;
  private long received;
  private long delivered;
  private long dropped;
  private long rejected;
  private long logBytes;
  private Duration oldestAge = Duration.ZERO;
  private boolean isLeaving;
  private boolean isGone;

  @BeforeEach
  void start() {
    sampler.start();
  }

  @AfterEach
  void close() {
    sampler.close();
  }

  @Test
  void a_vendor_without_spans_is_idle() {
    pass(60, () -> {});

    assertThat(vendor().flowText()).isEqualTo("idle");
    assertThat(vendor().isLosing()).isFalse();
  }

  @Test
  void a_vendor_that_takes_its_spans_delivers_and_shows_its_rate() {
    pass(60, () -> deliver(20));

    assertThat(vendor().flow()).isEqualTo(Flow.DELIVERING);
    assertThat(vendor().deliveredPerSecond()).isEqualTo(10);
    assertThat(vendor().deliveredPerSecondHistory()).hasSize(60).containsOnly(10);
  }

  @Test
  void the_history_ends_after_ten_minutes() {
    pass(400, () -> deliver(2));

    assertThat(vendor().deliveredPerSecondHistory())
        .hasSize(StatusSnapshot.HISTORY_LENGTH)
        .containsOnly(1);
  }

  @Test
  void spans_of_missed_ticks_are_spread_over_them() {
    pass(1, () -> deliver(2));

    deliver(60);
    clock.advance(TICK.multipliedBy(30));
    sampler.sample();

    assertThat(vendor().deliveredPerSecondHistory()).hasSize(31).containsOnly(1);
  }

  @Test
  void a_vendor_whose_oldest_span_waits_is_behind_by_its_age() {
    pass(40, () -> received += 2);
    oldestAge = Duration.ofSeconds(192);
    state = State.OPEN;

    assertThat(vendor().flow()).isEqualTo(Flow.BEHIND);
    assertThat(vendor().flowText()).startsWith("behind by 3 min 12 s");
  }

  @Test
  void a_vendor_that_fails_and_still_takes_spans_is_behind_and_not_red() {
    pass(40, () -> {
      received += 4;
      delivered += 2;
    });
    oldestAge = Duration.ofMinutes(58);
    state = State.RETRYING;

    assertThat(vendor().flowText()).isEqualTo("behind by 58 min 0 s");
    assertThat(vendor().isLosing()).isFalse();
  }

  @Test
  void a_vendor_that_takes_nothing_is_red_from_an_hour_before_its_spans_expire() {
    pass(40, () -> received += 2);
    state = State.OPEN;

    oldestAge = Duration.ofMinutes(59);
    assertThat(vendor().isLosing()).isFalse();
    oldestAge = Duration.ofMinutes(61);
    assertThat(vendor().isLosing()).isTrue();
    assertThat(vendor().flowText()).isEqualTo("behind by 1 h 1 min, loses spans in 59 min 0 s");
  }

  @Test
  void a_vendor_is_red_if_the_log_is_full_within_the_hour() {
    state = State.OPEN;
    pass(40, () -> {
      received += 2;
      logBytes += 2_000;
    });

    StatusSnapshot status = status();

    assertThat(status.pipeline().timeUntilLogIsFull()).isEqualTo(Duration.ofSeconds(920));
    assertThat(vendor().isLosing()).isTrue();
    assertThat(vendor().flowText()).endsWith("loses spans in 15 min 20 s");
  }

  @Test
  void a_log_that_does_not_grow_has_no_time_until_it_is_full() {
    logBytes = 900_000;
    pass(40, () -> logBytes -= 10);

    assertThat(status().pipeline().timeUntilLogIsFull()).isNull();
  }

  @Test
  void a_refused_key_is_told_as_such() {
    received = 5;
    state = State.UNAUTHORISED;

    assertThat(vendor().flowText()).isEqualTo("key refused");
  }

  @Test
  void a_vendor_that_loses_spans_is_red_until_a_minute_after_the_last_loss() {
    pass(5, () -> deliver(2));
    received += 3;
    dropped += 2;
    rejected += 1;
    pass(1, () -> {});
    assertThat(vendor().flowText()).isEqualTo("losing spans");
    assertThat(vendor().isLosing()).isTrue();

    pass(30, () -> deliver(2));

    assertThat(vendor().flowText()).isEqualTo("delivering");
  }

  @Test
  void spans_that_wait_for_the_first_answer_are_waiting() {
    received = 5;
    oldestAge = Duration.ofSeconds(3);

    assertThat(vendor().flow()).isEqualTo(Flow.WAITING);
  }

  @Test
  void a_vendor_that_left_is_removed_and_its_history_is_freed() {
    pass(5, () -> deliver(2));
    isLeaving = true;
    state = State.DRAINING;
    assertThat(vendor().flow()).isEqualTo(Flow.REMOVED);

    state = State.STOPPED;
    isGone = true;
    pass(1, () -> {});

    assertThat(vendor().flow()).isEqualTo(Flow.REMOVED);
    assertThat(vendor().deliveredPerSecondHistory()).isEmpty();
  }

  @Test
  void vendors_that_do_not_run_are_listed_with_the_reason() {
    StatusSnapshot status = status(Set.of("wrong"), Set.of("off"));

    assertThat(status.vendors())
        .extracting(Vendor::name, Vendor::flowText, Vendor::isLosing)
        .containsExactly(
            tuple("acme", "idle", false),
            tuple("wrong", "left out: wrong in the file", true),
            tuple("off", "switched off", false));
  }

  @Test
  void answer_times_are_right_to_a_tenth_and_forgotten_after_ten_minutes() {
    for (int i = 1; i <= 100; i++) {
      answered(Duration.ofMillis(10L * i));
    }

    assertThat(vendor().medianAnswerTime().toMillis()).isCloseTo(500, within(50L));
    assertThat(vendor().p99AnswerTime().toMillis()).isCloseTo(990, within(100L));
    clock.advance(Duration.ofMinutes(11));
    assertThat(vendor().medianAnswerTime()).isZero();
  }

  @Test
  void names_and_reasons_of_any_kind_make_valid_json_without_markup() {
    String json =
        status(Set.of("a\"b\\c\n</script>\u2028\ud800\ud83d\ude00"), Set.of()).toJson();

    assertThat(json)
        .contains("a\\\"b\\\\c\\u000a\\u003c/script\\u003e\\u2028\\ufffd\\ud83d\\ude00");
    assertThat(json).doesNotContain("<").doesNotContain("\n");
  }

  private void answered(Duration time) {
    sampler.ended("acme", null, new Exchange.Answer(200, Map.of(), new byte[0]), time.toNanos());
  }

  private void deliver(long spans) {
    received += spans;
    delivered += spans;
  }

  private void pass(int ticks, Runnable inEach) {
    for (int i = 0; i < ticks; i++) {
      inEach.run();
      clock.advance(TICK);
      sampler.sample();
    }
  }

  private Vendor vendor() {
    return status().vendors().get(0);
  }

  private StatusSnapshot status() {
    return status(Set.of(), Set.of());
  }

  private StatusSnapshot status(Set<String> leftOut, Set<String> switchedOff) {
    VendorStatus load =
        new VendorStatus("acme", 0, 0, logBytes, 1_000_000, oldestAge, 2, Duration.ZERO);
    LaneReading lane = new LaneReading(
        account(), load, null, "", "", "https://acme.example", Duration.ofHours(2), isLeaving);
    FanoutReading reading = new FanoutReading(
        sample(), isGone ? List.of() : List.of(lane), List.of(List.of("acme")), "", 1_000_000);
    return reader.read(
        clock.now() / 1_000_000,
        StatusSnapshot.State.RUNNING,
        reading,
        new FileVersion("fanlight.yaml", 1, 0, "", false, List.of()),
        leftOut,
        switchedOff);
  }

  private FanoutSample sample() {
    return new FanoutSample(
        List.of(account()), new QueueSnapshot(received, Map.of(), 0, 100, received), 0, logBytes);
  }

  private LedgerSnapshot account() {
    return new LedgerSnapshot(
        "acme",
        state,
        received,
        delivered,
        received - delivered - dropped - rejected,
        Map.of(),
        counts("http_400", rejected),
        counts("expired", dropped),
        0);
  }

  private static Map<String, Long> counts(String reason, long spans) {
    return spans == 0 ? Map.of() : Map.of(reason, spans);
  }
}
