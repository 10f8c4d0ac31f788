/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RenewalScheduleTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();
  private double random = 0.5;
  private final RenewalSchedule schedule =
      new RenewalSchedule(RenewalPolicy.DEFAULT, () -> random, clock.nanoTime());

  @Test
  void the_first_renewal_is_due_at_once_and_the_lane_is_held_until_it_succeeds() {
    assertThat(secondsToWait()).isZero();
    assertThat(isHeld()).isTrue();

    begin();
    assertThat(isHeld()).isTrue();
    succeed(HOUR);

    assertThat(isHeld()).isFalse();
  }

  @Test
  void credentials_are_renewed_at_80_percent_of_their_life() {
    renewed(HOUR);

    assertThat(secondsToWait()).isEqualTo(2_880);
  }

  @Test
  void the_life_counts_from_the_begin_of_the_renewal() {
    begin();
    pass(9);
    succeed(HOUR);

    assertThat(secondsToWait()).isEqualTo(2_871);
    assertThat(schedule.nanosToExpiry(clock.nanoTime()))
        .isEqualTo(Duration.ofSeconds(3_591).toNanos());
  }

  @Test
  void credentials_with_a_very_short_life_are_not_renewed_in_a_loop() {
    begin();
    schedule.succeeded(Duration.ofMillis(10), clock.nanoTime());

    assertThat(secondsToWait()).isEqualTo(1);
  }

  @Test
  void failures_back_off_from_a_second_to_a_minute_with_jitter() {
    double[] seconds = new double[8];
    for (int i = 0; i < seconds.length; i++) {
      begin();
      schedule.failed(clock.nanoTime());
      seconds[i] = schedule.nanosToWait(clock.nanoTime()) / 1e9;
    }
    assertThat(seconds).containsExactly(0.75, 1.5, 3, 6, 12, 24, 45, 45);

    random = 0;
    begin();
    schedule.failed(clock.nanoTime());
    assertThat(secondsToWait()).isEqualTo(30);
    random = 0.999_999;
    begin();
    schedule.failed(clock.nanoTime());
    assertThat(schedule.nanosToWait(clock.nanoTime()) / 1e9).isBetween(59.9, 60.0);
  }

  @Test
  void a_renewal_that_fails_early_costs_nothing_until_the_credentials_expire() {
    renewed(HOUR);
    pass(2_880);
    begin();
    schedule.failed(clock.nanoTime());

    assertThat(isHeld()).isFalse();
    pass(719);
    assertThat(isHeld()).isFalse();
    pass(1);
    assertThat(isHeld()).isTrue();
    assertThat(schedule.isValid(clock.nanoTime())).isFalse();
  }

  @Test
  void a_401_holds_the_lane_and_renews_at_once() {
    renewed(HOUR);
    pass(60);

    refused(true, clock.nanoTime());

    assertThat(isHeld()).isTrue();
    assertThat(secondsToWait()).isZero();
    renewed(HOUR);
    assertThat(isHeld()).isFalse();
    assertThat(schedule.takeEndOfWait()).isTrue();
    assertThat(schedule.takeEndOfWait()).isFalse();
  }

  @Test
  void a_403_renews_at_once_and_does_not_hold_the_lane() {
    renewed(HOUR);
    pass(60);

    refused(false, clock.nanoTime());

    assertThat(isHeld()).isFalse();
    assertThat(secondsToWait()).isZero();
  }

  @Test
  void refusals_renew_at_most_every_30_seconds() {
    renewed(HOUR);
    pass(10);
    refused(true, clock.nanoTime());

    assertThat(secondsToWait()).isEqualTo(20);
    assertThat(isHeld()).isTrue();
    pass(20);
    renewed(HOUR);
    assertThat(isHeld()).isFalse();
    assertThat(schedule.takeEndOfWait())
        .isFalse(); // fresh ones were refused: the lane keeps its pace
  }

  @Test
  void a_refusal_of_older_credentials_says_nothing_about_the_new_ones() {
    renewed(HOUR);
    pass(60);
    long request = clock.nanoTime();
    pass(1);
    renewed(HOUR);
    pass(1);

    refused(true, request);

    assertThat(isHeld()).isFalse();
    assertThat(secondsToWait()).isEqualTo(2_879);
  }

  @Test
  void while_renewals_fail_a_refusal_does_not_make_them_faster() {
    renewed(HOUR);
    pass(60);
    refused(true, clock.nanoTime());
    begin();
    schedule.failed(clock.nanoTime());

    assertThat(isHeld()).isFalse(); // the present ones may serve again
    refused(true, clock.nanoTime());

    assertThat(isHeld()).isTrue();
    assertThat(schedule.nanosToWait(clock.nanoTime())).isEqualTo(750_000_000L);
  }

  @Test
  void a_hurry_is_for_a_lane_that_waits() {
    begin();
    schedule.failed(clock.nanoTime());
    schedule.hurry(clock.nanoTime());
    assertThat(secondsToWait()).isZero();

    renewed(HOUR);
    schedule.hurry(clock.nanoTime());
    assertThat(secondsToWait()).isEqualTo(2_880);
  }

  private void refused(boolean isHolding, long requestNanos) {
    schedule.refused(isHolding, requestNanos, clock.nanoTime());
  }

  private void renewed(Duration lifetime) {
    begin();
    succeed(lifetime);
  }

  private void begin() {
    schedule.begin(clock.nanoTime());
  }

  private void succeed(Duration lifetime) {
    schedule.succeeded(lifetime, clock.nanoTime());
  }

  private void pass(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  private boolean isHeld() {
    return schedule.isHeld(clock.nanoTime());
  }

  private long secondsToWait() {
    return Duration.ofNanos(schedule.nanosToWait(clock.nanoTime())).toSeconds();
  }
}
