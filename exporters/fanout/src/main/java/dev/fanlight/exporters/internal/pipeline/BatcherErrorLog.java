/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.text.ForeignText;
import io.opentelemetry.sdk.common.Clock;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs unexpected errors on the batcher's thread: at once, and then with the sum, at most one line in five minutes.
 * That thread only.
 */
final class BatcherErrorLog {

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Clock clock;
  private long spans;
  private boolean told;
  private long nextNanos;

  BatcherErrorLog(Clock clock) {
    this.clock = clock;
  }

  /**
   * Notes an error. Never throws, even if a log handler of the application does.
   *
   * @param spansAtRisk of the batch that was being written
   */
  void failed(int spansAtRisk, Throwable e) {
    try {
      spans += spansAtRisk;
      long now = clock.nanoTime();
      if (!told || now - nextNanos >= 0) {
        told = true;
        nextNanos = now + INTERVAL_NANOS;
        LOGGER.log(Level.WARNING, ForeignText.loggable(e), this::message);
        spans = 0;
      }
    } catch (Throwable ignored) {
      // want of memory again: the next failure tells
    }
  }

  private String message() {
    return (spans == 0
            ? "the thread that makes batches failed between two of them; no span is lost for it."
            : spans
                + " spans are lost, to some vendors or to all of them, because a batch could not be written.")
        + " Those that end from now on are exported as before. If the cause below is want of memory, raise -Xmx or"
        + " lower buffer.memory; if it is anything else, it is a defect: please report it with the stack trace."
        + " Next message about this in 5 min at the earliest.";
  }
}
