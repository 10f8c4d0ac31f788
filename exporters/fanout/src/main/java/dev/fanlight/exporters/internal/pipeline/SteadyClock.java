/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import io.opentelemetry.sdk.common.Clock;

/**
 * A clock whose epoch time goes on at the pace of its nano time: when somebody sets the machine's clock, nothing expires
 * for it and nothing lives for ever.
 */
final class SteadyClock implements Clock {

  private final Clock clock;
  private final long epochNanosAtStart;
  private final long nanosAtStart;

  SteadyClock(Clock clock) {
    this.clock = clock;
    this.epochNanosAtStart = clock.now();
    this.nanosAtStart = clock.nanoTime();
  }

  @Override
  public long now() {
    return epochNanosAtStart + clock.nanoTime() - nanosAtStart;
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }
}
