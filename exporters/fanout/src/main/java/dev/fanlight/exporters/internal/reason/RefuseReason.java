/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.reason;

import java.util.Locale;

/** The reasons for which the queue before all vendors refuses a span that has ended. */
public enum RefuseReason {
  /** The queue is full. */
  QUEUE_FULL(
      "the queue was full: `queue.capacity` spans, or fewer large spans with a tenth of the heap",
      "For bursts raise `queue.capacity`, or `-Xmx` if the spans are large. If spans end faster than they can be encoded"
          + " for long, sample them."),

  /** The fan-out is closed. */
  ALREADY_SHUTDOWN(
      "the span ended after the fan-out was closed",
      "Close the tracer provider after the last request of the application.");

  private final String code;
  private final String cause;
  private final String cure;

  RefuseReason(String cause, String cure) {
    this.code = name().toLowerCase(Locale.ROOT);
    this.cause = cause;
    this.cure = cure;
  }

  /** Returns the name in the queue snapshot and in metrics, for example {@code queue_full}. */
  public String code() {
    return code;
  }

  /** Returns the cause as the documentation tells it, in Markdown. */
  public String cause() {
    return cause;
  }

  /** Returns the action that prevents the refusal, in Markdown. */
  public String cure() {
    return cure;
  }
}
