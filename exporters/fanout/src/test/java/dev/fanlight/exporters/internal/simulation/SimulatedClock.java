/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import io.opentelemetry.sdk.common.Clock;

/** The clocks of a simulated machine. The wall clock can be set; the nano time begins anywhere. */
final class SimulatedClock implements Clock {

  private static final long EPOCH_NANOS = 1_760_000_000_000_000_000L;

  private final SimulatedThreads threads;
  private final long origin;
  private long stepNanos;

  SimulatedClock(SimulatedThreads threads, long origin) {
    this.threads = threads;
    this.origin = origin;
  }

  @Override
  public long now() {
    return EPOCH_NANOS + stepNanos + threads.nanos();
  }

  @Override
  public long nanoTime() {
    return origin + threads.nanos();
  }

  /** Sets the wall clock forward or back. */
  void step(long byNanos) {
    stepNanos += byNanos;
  }
}
