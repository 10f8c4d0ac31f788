/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import io.opentelemetry.sdk.common.Clock;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * The report of spans that the full queue refused: at once, and then with the sum, at most one line in five minutes. The
 * batcher's thread only.
 */
final class RefusalReport {

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final SpanQueue queue;
  private final Clock clock;
  private long told;
  private long nextNanos;

  RefusalReport(SpanQueue queue, Clock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /** Logs the spans that were refused since the last line, if it is time. Never throws, even if a log handler does. */
  void update() {
    long refused = queue.refusedFull();
    if (refused == told) {
      return;
    }
    long now = clock.nanoTime();
    if (told == 0 || now - nextNanos >= 0) {
      long untold = refused - told;
      told = refused;
      nextNanos = now + INTERVAL_NANOS;
      try {
        LOGGER.warning(() -> message(untold));
      } catch (Throwable ignored) {
        // a log handler of the application's failed; the count is in the intake, and at close
      }
    }
  }

  private String message(long spans) {
    int capacity = queue.capacity();
    int maxCapacity = queue.maxCapacity();
    return spans
        + " spans were refused because the queue was full; no vendor gets them. The queue holds "
        + capacity
        + " spans"
        + (capacity < maxCapacity
            ? " of this size, which is a tenth of the heap, instead of the " + maxCapacity
                + " of queue.capacity. If spans end faster than they can be encoded for long, sample or shorten them;"
                + " for bursts, raise -Xmx."
            : ". If spans end faster than they can be encoded for long, sample them; for bursts, raise queue.capacity.")
        + " Next message about this in 5 min at the earliest.";
  }
}
