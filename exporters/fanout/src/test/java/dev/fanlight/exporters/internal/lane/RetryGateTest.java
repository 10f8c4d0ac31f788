/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.settings.RetrySettings;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import dev.fanlight.exporters.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryGateTest {

  private static final Outcome SUCCESS = new Outcome.Delivered(0, "");

  private final ManualClock clock = new ManualClock();
  private double random = 1;
  private final RetryGate gate = new RetryGate(() -> RetryPolicy.DEFAULT, () -> random);

  @Test
  void an_open_gate_lets_any_number_through() {
    assertThat(gate.nanosToWait(clock.nanoTime())).isZero();
    assertThat(gate.begin()).isFalse();
    assertThat(gate.nanosToWait(clock.nanoTime())).isZero();
  }

  @Test
  void after_a_failure_the_next_attempt_waits_and_goes_alone() {
    fail(Kind.FAILURE, Duration.ZERO);

    assertThat(gate.state()).isEqualTo(State.RETRYING);
    assertThat(waitNow()).isEqualTo(Duration.ofSeconds(1));

    clock.advance(Duration.ofSeconds(1));
    assertThat(waitNow()).isZero();
    assertThat(gate.begin()).isTrue();
    assertThat(gate.nanosToWait(clock.nanoTime())).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void waits_double_until_the_breaker_opens_and_probes_go_on_at_its_pace() {
    assertThat(failAndWait()).isEqualTo(Duration.ofSeconds(1));
    assertThat(failAndWait()).isEqualTo(Duration.ofSeconds(2));
    assertThat(failAndWait()).isEqualTo(Duration.ofSeconds(4));
    assertThat(failAndWait()).isEqualTo(Duration.ofSeconds(8));
    assertThat(gate.state()).isEqualTo(State.RETRYING);

    random = 0;
    assertThat(failAndWait()).isEqualTo(Duration.ofSeconds(15));
    assertThat(gate.state()).isEqualTo(State.OPEN);
    gate.begin();
    assertThat(gate.state()).isEqualTo(State.HALF_OPEN);
    gate.ended(true, later(Kind.FAILURE, Duration.ZERO), clock.nanoTime());
    assertThat(gate.state()).isEqualTo(State.OPEN);
    assertThat(waitNow()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void one_success_opens_the_gate_again() {
    for (int i = 0; i < 7; i++) {
      failAndWait();
    }

    gate.ended(gate.begin(), SUCCESS, clock.nanoTime());

    assertThat(gate.isUp()).isTrue();
    assertThat(waitNow()).isZero();
    assertThat(failAndWait()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_vendor_that_refuses_the_batch_is_up() {
    fail(Kind.FAILURE, Duration.ZERO);

    gate.ended(gate.begin(), new Outcome.Rejected("http_400", ""), clock.nanoTime());

    assertThat(gate.isUp()).isTrue();
  }

  @Test
  void the_vendor_may_ask_for_a_longer_wait_up_to_a_cap() {
    random = 0;
    fail(Kind.BUSY, Duration.ofSeconds(20));
    assertThat(waitNow()).isEqualTo(Duration.ofSeconds(20));

    fail(Kind.BUSY, Duration.ofDays(3));
    assertThat(waitNow()).isEqualTo(RetrySettings.DEFAULT.maxRetryAfter());
  }

  @Test
  void a_request_that_began_before_the_vendor_asked_to_wait_does_not_end_the_wait() {
    random = 0;
    boolean first = gate.begin();
    boolean second = gate.begin();
    gate.ended(first, later(Kind.BUSY, Duration.ofSeconds(20)), clock.nanoTime());

    gate.ended(second, SUCCESS, clock.nanoTime());

    assertThat(waitNow()).isEqualTo(Duration.ofSeconds(20));
    clock.advance(Duration.ofSeconds(20));
    gate.ended(gate.begin(), SUCCESS, clock.nanoTime());
    assertThat(gate.isUp()).isTrue();
  }

  @Test
  void nor_does_the_failure_of_such_a_request() {
    random = 0;
    boolean first = gate.begin();
    boolean second = gate.begin();
    gate.ended(first, later(Kind.BUSY, Duration.ofSeconds(20)), clock.nanoTime());

    gate.ended(second, later(Kind.FAILURE, Duration.ZERO), clock.nanoTime());
    assertThat(waitNow()).isEqualTo(Duration.ofSeconds(20));
    gate.ended(second, SUCCESS, clock.nanoTime());
    assertThat(waitNow()).isEqualTo(Duration.ofSeconds(20));
  }

  /** A fleet that was told to wait must not come back within one second. */
  @ParameterizedTest(name = "asked to wait {0} s")
  @ValueSource(longs = {1, 5, 60, 300})
  void jitter_adds_to_the_wait_that_a_vendor_asks_for_and_spreads_a_fleet(long seconds) {
    List<Duration> waits = waitsOfAFleet(Kind.BUSY, Duration.ofSeconds(seconds));

    assertThat(waits)
        .allSatisfy(wait -> assertThat(wait).isGreaterThanOrEqualTo(Duration.ofSeconds(seconds)))
        .allSatisfy(wait ->
            assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(seconds + 1 + seconds / 4)));
    assertThat(spread(waits)).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void jitter_adds_to_the_pause_of_an_open_breaker_and_to_slow_delays() {
    List<Duration> waits = waitsOfAFleet(Kind.QUOTA, Duration.ZERO);

    assertThat(waits)
        .allSatisfy(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(30), Duration.ofMillis(37_500)));
    assertThat(spread(waits)).isGreaterThan(Duration.ofSeconds(5));
    random = 0.5;
    for (int i = 0; i < 5; i++) {
      fail(Kind.FAILURE, Duration.ZERO);
    }
    assertThat(gate.state()).isEqualTo(State.OPEN);
    assertThat(waitNow()).isEqualTo(Duration.ofMillis(16_875));
  }

  private List<Duration> waitsOfAFleet(Kind kind, Duration after) {
    Random shares = new Random(7);
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      RetryGate one = new RetryGate(() -> RetryPolicy.DEFAULT, shares::nextDouble);
      one.ended(one.begin(), later(kind, after), clock.nanoTime());
      waits.add(Duration.ofNanos(one.nanosToWait(clock.nanoTime())));
    }
    return waits;
  }

  private static Duration spread(List<Duration> waits) {
    return Collections.max(waits).minus(Collections.min(waits));
  }

  @Test
  void a_request_that_is_too_large_is_neither_a_success_nor_a_failure() {
    for (int i = 0; i < 3; i++) {
      fail(Kind.FAILURE, Duration.ZERO);
      clock.advance(waitNow());
      gate.ended(gate.begin(), new Outcome.TooLarge("413"), clock.nanoTime());
      assertThat(gate.state()).isEqualTo(State.RETRYING);
      assertThat(waitNow()).isZero();
    }
    fail(Kind.FAILURE, Duration.ZERO);
    fail(Kind.FAILURE, Duration.ZERO);
    assertThat(gate.state()).isEqualTo(State.OPEN);
    assertThat(gate.successes()).isZero();

    gate.ended(gate.begin(), new Outcome.TooLarge("413"), clock.nanoTime());
    assertThat(gate.isUp()).isFalse();
  }

  @Test
  void a_batch_that_is_refused_has_not_got_through() {
    gate.ended(gate.begin(), new Outcome.Rejected("http_400", ""), clock.nanoTime());

    assertThat(gate.successes()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAUTHORISED", "FORBIDDEN"})
  void a_key_that_never_worked_is_refused_at_once(Kind kind) {
    fail(kind, Duration.ZERO);

    assertThat(gate.state()).isEqualTo(State.UNAUTHORISED);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAUTHORISED", "FORBIDDEN"})
  void one_refusal_after_successes_has_another_batch_tried_first(Kind kind) {
    gate.ended(gate.begin(), SUCCESS, clock.nanoTime());

    fail(kind, Duration.ZERO);
    assertThat(gate.state()).isEqualTo(State.RETRYING);
    assertThat(waitNow()).isZero();
    gate.ended(gate.begin(), SUCCESS, clock.nanoTime());
    assertThat(gate.isUp()).isTrue();
    fail(kind, Duration.ZERO);
    assertThat(gate.state()).isEqualTo(State.RETRYING);
    fail(kind, Duration.ZERO);
    assertThat(gate.state()).isEqualTo(State.UNAUTHORISED);
  }

  @Test
  void a_key_that_worked_is_tried_soon_at_first_and_then_slowly() {
    random = 0;
    gate.ended(gate.begin(), SUCCESS, clock.nanoTime());
    fail(Kind.FORBIDDEN, Duration.ZERO);
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      fail(Kind.FORBIDDEN, Duration.ZERO);
      seconds.add(waitNow().toSeconds());
      clock.advance(waitNow());
    }

    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
  }

  @Test
  void a_connection_that_went_stale_is_no_failure() {
    for (int i = 0; i < 10; i++) {
      fail(Kind.STALE, Duration.ZERO);
    }

    assertThat(gate.isUp()).isTrue();
    assertThat(waitNow()).isZero();
  }

  @Test
  void refused_credentials_and_a_used_up_quota_are_tried_slowly() {
    random = 0;
    fail(Kind.UNAUTHORISED, Duration.ZERO);
    assertThat(gate.state()).isEqualTo(State.UNAUTHORISED);
    assertThat(waitNow()).isEqualTo(Duration.ofSeconds(30));

    fail(Kind.QUOTA, Duration.ZERO);
    assertThat(gate.state()).isEqualTo(State.QUOTA);
  }

  @Test
  void a_probe_that_is_called_off_lets_another_one_go() {
    fail(Kind.FAILURE, Duration.ZERO);
    clock.advance(Duration.ofSeconds(1));
    boolean probe = gate.begin();

    gate.calledOff(probe);

    assertThat(waitNow()).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void backoff_is_a_random_share_of_its_ceiling_and_never_overflows(long seed) {
    Random shares = new Random(seed);
    for (int failures = 1; failures < 2_000; failures++) {
      Duration wait = RetryGate.backoff(failures, RetrySettings.DEFAULT, shares.nextDouble());

      assertThat(wait).isBetween(Duration.ZERO, RetrySettings.DEFAULT.maxDelay());
    }
    random = 0;
    fail(Kind.FAILURE, Duration.ZERO);
    assertThat(waitNow()).isZero();
  }

  private Duration failAndWait() {
    fail(Kind.FAILURE, Duration.ZERO);
    Duration wait = waitNow();
    clock.advance(wait);
    return wait;
  }

  private void fail(Kind kind, Duration after) {
    gate.ended(gate.begin(), later(kind, after), clock.nanoTime());
  }

  private Duration waitNow() {
    return Duration.ofNanos(gate.nanosToWait(clock.nanoTime()));
  }

  private static Outcome later(Kind kind, Duration after) {
    return new Outcome.Later(kind, "test", after, false, "test");
  }
}
