/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The rate at which connections are accepted. The endpoint's thread only. */
final class AcceptPace {
  /*
   * 2,000 connections are accepted at once, and then 700 a second. Peers that reconnect as soon as they are disconnected cost a
   * bounded part of a core; they wait in the kernel in their order, and a probe waits among them: behind 500 peers for 0.7 s.
   *
   * Connections without a received byte are accepted at a rate of at most 2,500 per second, and after 2,000 of them at 300
   * per second. Hence a probe that is accepted before its request has arrived has 20 ms, and while a flood lasts
   * 160 ms, until 48 younger connections can have taken its place. A slower rate lets the kernel's queue grow until
   * requests arrive there.
   */
  private static final long ACCEPT_NANOS = TimeUnit.SECONDS.toNanos(1) / 700;
  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(1) / 300;
  private static final long SILENT_PEAK_NANOS = TimeUnit.SECONDS.toNanos(1) / 2_500;

  private final PaceBudget accepted;
  private final PaceBudget silent;
  private final PaceBudget silentPeak;

  AcceptPace(long now) {
    accepted = new PaceBudget(Duration.ofNanos(2_000 * ACCEPT_NANOS), now);
    silent = new PaceBudget(Duration.ofNanos(2_000 * SILENT_NANOS), now);
    silentPeak = new PaceBudget(Duration.ofNanos(20 * SILENT_PEAK_NANOS), now);
  }

  /** Tells whether another connection may be accepted. */
  boolean isReady(long now) {
    return accepted.nanosUntilReady(now) == 0
        && silent.nanosUntilReady(now) == 0
        && silentPeak.nanosUntilReady(now) == 0;
  }

  /** Counts an accepted connection. */
  void accepted(long now) {
    accepted.spend(ACCEPT_NANOS, now);
  }

  /** Counts an accepted connection without a received byte. */
  void silent(long now) {
    silent.spend(SILENT_NANOS, now);
    silentPeak.spend(SILENT_PEAK_NANOS, now);
  }
}
