/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The latencies of successful logins that were due between two instants of the load's clock. Logins
 * that fail by a timeout take long by design and would hide all other latencies.
 */
final class LatencyWindow {
  private final long fromNanos;
  private final long toNanos;

  @GuardedBy("this") private final List<Long> nanos = new ArrayList<>();

  LatencyWindow(long fromNanos, long toNanos) {
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
  }

  synchronized void add(VisitResult answer) {
    if (answer.status() == 200 && answer.dueNanos() >= fromNanos && answer.dueNanos() < toNanos) {
      nanos.add(answer.latencyNanos());
    }
  }

  /** Returns a quantile of the latencies; zero if there was no login. */
  synchronized Duration quantile(double share) {
    if (nanos.isEmpty()) {
      return Duration.ZERO;
    }
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    int rank = (int) Math.ceil(share * sorted.size());
    return Duration.ofNanos(sorted.get(Math.max(rank, 1) - 1));
  }

  synchronized int count() {
    return nanos.size();
  }
}
