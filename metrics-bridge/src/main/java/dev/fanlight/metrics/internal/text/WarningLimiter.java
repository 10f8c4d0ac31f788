/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.text;

import io.opentelemetry.sdk.common.Clock;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The warnings of one source of failures: the first one at once, later ones at most every five minutes, with their number.
 * Peers choose how often a scrape fails, so the number of lines must not follow the number of scrapes. Any thread.
 */
public final class WarningLimiter {
  private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Logger logger;
  private final Clock clock;
  private boolean hasWarned;
  private long warnedNanos;
  private long unlogged;

  /** Creates the limiter of a source. */
  public WarningLimiter(Logger logger, Clock clock) {
    this.logger = logger;
    this.clock = clock;
  }

  /**
   * Logs a failure with its cleaned exception, or counts it.
   *
   * @param message sentence without its full stop
   */
  public void warn(String message, Throwable failure) {
    long before = counted();
    if (before >= 0) {
      String repeats = before == 0 ? "" : " This happened " + before + " more times before.";
      logger.log(
          Level.WARNING,
          message + "." + repeats + " Next message in 5 min.",
          ForeignMessage.loggable(failure));
    }
  }

  /** Returns the number of failures since the last message if a message is due; -1 if not. */
  private synchronized long counted() {
    long now = clock.nanoTime();
    if (hasWarned && now - warnedNanos < REPEAT_NANOS) {
      unlogged++;
      return -1;
    }
    hasWarned = true;
    warnedNanos = now;
    long before = unlogged;
    unlogged = 0;
    return before;
  }
}
