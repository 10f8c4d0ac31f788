/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {

  private long wallNanos = 1_760_000_000_000_000_000L;
  private long nanos = Long.MAX_VALUE - 10; // and over the edge

  private final SteadyClock steady = new SteadyClock(new Clock() {
    @Override
    public long now() {
      return wallNanos;
    }

    @Override
    public long nanoTime() {
      return nanos;
    }
  });

  @Test
  void a_small_step_of_the_wall_clock_moves_no_timestamp() {
    long before = steady.now();

    nanos += Duration.ofMinutes(1).toNanos();
    wallNanos += Duration.ofMinutes(1).toNanos() - Duration.ofSeconds(4).toNanos();

    assertThat(before).isEqualTo(1_760_000_000_000_000_000L);
    assertThat(steady.now() - before).isEqualTo(Duration.ofMinutes(1).toNanos());
    assertThat(steady.nanoTime()).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT25H", "-PT25H", "PT6S", "-PT6S"})
  void the_time_is_the_wall_clocks_again_after_a_suspension_or_a_large_step(Duration step) {
    nanos += Duration.ofMinutes(1).toNanos();
    wallNanos += Duration.ofMinutes(1).plus(step).toNanos();

    assertThat(steady.now()).isEqualTo(wallNanos);

    nanos += Duration.ofMinutes(1).toNanos();
    wallNanos += Duration.ofMinutes(1).plusSeconds(2).toNanos();
    assertThat(steady.now()).isEqualTo(wallNanos - Duration.ofSeconds(2).toNanos());
  }

  /** What waits in this process expires by the time that has passed for it, whatever the wall clock does. */
  @ParameterizedTest
  @ValueSource(strings = {"PT25H", "-PT25H"})
  void a_step_expires_no_record_of_before_and_none_of_after(Duration step) {
    Duration maxAge = Duration.ofHours(24);
    long before = steady.now();
    advance(Duration.ofHours(1));
    wallNanos += step.toNanos();
    long after = steady.now();

    advance(Duration.ofHours(22));

    assertThat(before).isGreaterThan(steady.expiryEpochNanos(maxAge));
    assertThat(after).isGreaterThan(steady.expiryEpochNanos(maxAge));

    advance(maxAge.multipliedBy(2).plus(step.abs()));

    assertThat(after).isLessThan(steady.expiryEpochNanos(maxAge));
    assertThat(before).isLessThan(steady.expiryEpochNanos(maxAge));
  }

  @Test
  void records_expire_also_where_the_machine_is_suspended_every_night() {
    Duration maxAge = Duration.ofHours(24);
    long first = steady.now();
    for (int night = 0; night < 300; night++) {
      advance(Duration.ofHours(16));
      wallNanos += Duration.ofHours(8).toNanos();
      assertThat(steady.now()).isEqualTo(wallNanos);
    }

    assertThat(steady.expiryEpochNanos(maxAge))
        .isGreaterThan(first)
        .isBetween(
            wallNanos - Duration.ofDays(3).toNanos(),
            wallNanos - Duration.ofDays(1).toNanos());
  }

  private void advance(Duration time) {
    nanos += time.toNanos();
    wallNanos += time.toNanos();
  }
}
