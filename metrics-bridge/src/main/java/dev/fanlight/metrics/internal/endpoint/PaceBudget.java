/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.time.Duration;

/** A rate limit for work: short bursts are not delayed, lasting work is slowed. One thread only. */
final class PaceBudget {
  /*
   * The generic cell rate algorithm (ITU-T I.371): one timestamp, increased by the cost of each work. It may be ahead of the
   * current time by the size of a burst.
   */
  private final long burstNanos;
  private long paidUntilNanos;

  PaceBudget(Duration burst, long now) {
    this.burstNanos = burst.toNanos();
    this.paidUntilNanos = now;
  }

  /** Spends this much time of the budget. */
  void spend(long nanos, long now) {
    paidUntilNanos = (paidUntilNanos - now > 0 ? paidUntilNanos : now) + nanos;
  }

  /** Returns the time until more work may be done; 0 if it may be done now. */
  long nanosUntilReady(long now) {
    return Math.max(0, paidUntilNanos - now - burstNanos);
  }
}
