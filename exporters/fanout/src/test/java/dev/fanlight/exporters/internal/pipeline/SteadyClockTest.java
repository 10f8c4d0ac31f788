/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
  void it_starts_at_the_wall_and_goes_on_by_itself() {
    long before = steady.now();

    nanos += Duration.ofMinutes(1).toNanos();
    wallNanos -= Duration.ofDays(400).toNanos();

    assertThat(before).isEqualTo(1_760_000_000_000_000_000L);
    assertThat(steady.now() - before).isEqualTo(Duration.ofMinutes(1).toNanos());
    assertThat(steady.nanoTime()).isEqualTo(nanos);
  }
}
