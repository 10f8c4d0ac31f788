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

  private final Clock steady = new SteadyClock(new Clock() {
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
}
