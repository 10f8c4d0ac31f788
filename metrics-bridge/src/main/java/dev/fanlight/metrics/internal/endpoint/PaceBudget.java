/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.time.Duration;

/** A budget of work that refills as time passes: short bursts are free, lasting work is slowed. One thread only. */
final class PaceBudget {
  /*
   * The generic cell rate algorithm: one timestamp holds until when the work done so far is paid for. It may lie ahead
   * of now by the size of a burst.
   */
  private final long burstNanos;
  private long paidUntilNanos;

  PaceBudget(Duration burst, long now) {
    this.burstNanos = burst.toNanos();
    this.paidUntilNanos = now;
  }

  /** Books work that needs this much time of the budget. */
  void spend(long nanos, long now) {
    paidUntilNanos = (paidUntilNanos - now > 0 ? paidUntilNanos : now) + nanos;
  }

  /** Returns the time until more work may be done; 0 for now. */
  long nanosUntilReady(long now) {
    return Math.max(0, paidUntilNanos - now - burstNanos);
  }
}
