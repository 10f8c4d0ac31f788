/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import io.opentelemetry.sdk.trace.ReadableSpan;
import java.time.Duration;
import java.util.List;

/**
 * Takes ended spans of other processes into the fan-out, for a section that receives them. They go the way of the
 * application's own spans, from the queue on; sections do not see them.
 */
public interface SpanIntake {

  /**
   * Takes spans and waits until they are in the log. All vendors share one queue; the backlog of a vendor has no effect
   * here. Any thread, but no thread that must not wait.
   *
   * @param spans all that belong together: where there is no room for the first part of them, none is taken
   * @param timeout maximum wait
   */
  Receipt take(List<? extends ReadableSpan> spans, Duration timeout) throws InterruptedException;

  /**
   * Returns an intake that takes nothing.
   *
   * @param reason as a clause, for example {@code no vendor runs}
   */
  static SpanIntake unavailable(String reason) {
    return (spans, timeout) -> new Receipt.Unavailable(reason);
  }

  /** What became of the spans. */
  sealed interface Receipt {

    /**
     * They are in the log, in memory or on disk as the file says, and belong to the fan-out.
     *
     * @param refused of them, the number for which there was no room after all; counted as refused
     */
    record Appended(int refused) implements Receipt {}

    /** None was taken or counted: the queue had no room within the time. To be sent again. */
    record Saturated() implements Receipt {}

    /** They were taken and may reach vendors, but it is not known that they are in the log. To be sent again. */
    record Unconfirmed() implements Receipt {}

    /**
     * None was taken or counted: nothing can be taken now. To be sent again.
     *
     * @param reason as a clause, for example {@code no vendor runs}
     */
    record Unavailable(String reason) implements Receipt {}
  }
}
