/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.Map;

/** The output of a request log. Any thread. */
interface RequestLineWriter {

  /** Writes the line of one request, or hands it over; on the thread that ended the local root. */
  void write(
      ReadableSpan root, SpanData data, SpanOutcome outcome, RequestRollup rollup, boolean isSlow);

  /** Returns the lines that were handed over and did not reach their target, by reason. */
  default Map<String, Long> dropped() {
    return Map.of();
  }

  /** Waits until the lines that were handed over are written. */
  default void flush(Duration timeout) throws InterruptedException {}

  /** Writes the lines that were handed over, within a timeout of its own, and takes no more; idempotent. */
  default void close() {}
}
