/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The messages about lines of a request log that did not reach their target: the first at once, then one in five minutes. */
final class RequestLossReport {
  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.logback");
  private static final long INTERVAL_NANOS = Duration.ofMinutes(5).toNanos();

  private final String target;
  private final Clock clock;
  private long reported;
  private long lastNanos;

  RequestLossReport(String target, Clock clock) {
    this.target = target;
    this.clock = clock;
  }

  /**
   * Logs new losses, unless a message is not five minutes old.
   *
   * @param dropped counts since the start
   * @param error class of the exception of the last write; empty if it did not fail
   */
  synchronized void update(Map<String, Long> dropped, String error) {
    long sum = sum(dropped);
    boolean isDue = reported == 0 || clock.nanoTime() - lastNanos >= INTERVAL_NANOS;
    if (sum > reported && isDue) {
      lastNanos = clock.nanoTime();
      log(
          sum,
          dropped,
          error.isEmpty() ? "" : " (" + error + ")",
          " Next message in 5 min at the earliest.");
    }
  }

  /** Logs the losses that no message has stated yet. */
  synchronized void close(Map<String, Long> dropped) {
    long sum = sum(dropped);
    if (sum > reported) {
      log(sum, dropped, "", "");
    }
  }

  private void log(long sum, Map<String, Long> dropped, String error, String next) {
    reported = sum;
    LOGGER.log(
        Level.WARNING,
        "request_log: lines that did not reach " + target + ", by reason: " + dropped + error + "."
            + next);
  }

  private static long sum(Map<String, Long> dropped) {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }
}
