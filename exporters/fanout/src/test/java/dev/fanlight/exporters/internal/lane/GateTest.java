/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.lane.Outcome.Kind;
import dev.fanlight.exporters.spi.Account.State;
import dev.fanlight.exporters.testing.ManualClock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

  private static final Outcome SUCCESS = new Outcome.Delivered(0, "");

  private final ManualClock clock = new ManualClock();
  private double random = 1;
  private final Gate gate =
      new Gate(() -> RetrySettings.DEFAULT, () -> BreakerSettings.DEFAULT, () -> random);

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
    fail(Kind.BUSY, Duration.ofSeconds(20));
    assertThat(waitNow()).isEqualTo(Duration.ofSeconds(20));

    fail(Kind.BUSY, Duration.ofDays(3));
    assertThat(waitNow()).isEqualTo(RetrySettings.DEFAULT.maxRetryAfter());
  }

  @Test
  void a_request_that_began_before_the_vendor_asked_to_wait_does_not_end_the_wait() {
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
    boolean first = gate.begin();
    boolean second = gate.begin();
    gate.ended(first, later(Kind.BUSY, Duration.ofSeconds(20)), clock.nanoTime());

    gate.ended(second, later(Kind.FAILURE, Duration.ZERO), clock.nanoTime());
    assertThat(waitNow()).isEqualTo(Duration.ofSeconds(20));
    gate.ended(second, SUCCESS, clock.nanoTime());
    assertThat(waitNow()).isEqualTo(Duration.ofSeconds(20));
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
      Duration wait = Gate.backoff(failures, RetrySettings.DEFAULT, shares.nextDouble());

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
