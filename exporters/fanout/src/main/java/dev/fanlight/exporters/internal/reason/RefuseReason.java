/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.reason;

/** The reasons for which the queue before all vendors refuses a span that has ended. */
public enum RefuseReason implements Reason {
  /** The queue is full. */
  QUEUE_FULL(
      "the queue was full: `queue.capacity` spans, or fewer large spans with a tenth of the heap",
      "For bursts raise `queue.capacity`, or `-Xmx` if the spans are large. If spans end faster than they can be encoded"
          + " for long, sample them."),

  /** The fan-out is closed. */
  ALREADY_SHUTDOWN(
      "the span ended after the fan-out was closed",
      "Close the tracer provider after the last request of the application.");

  private final ReasonText text;

  RefuseReason(String cause, String cure) {
    this.text = ReasonText.of(this, cause, cure);
  }

  @Override
  public ReasonText text() {
    return text;
  }
}
