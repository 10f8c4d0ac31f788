/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * A key-value pair with one id of the captured trace, for encoders of other libraries. If other code wraps the event,
 * Fanlight's encoder reads the whole trace from this pair.
 */
final class TraceKeyValuePair extends KeyValuePair {
  private final EventTrace trace;

  private TraceKeyValuePair(String key, String value, EventTrace trace) {
    super(key, value);
    this.trace = trace;
  }

  /** Returns the ids of a trace by OpenTelemetry's names. */
  static List<KeyValuePair> of(EventTrace trace) {
    return List.of(
        new TraceKeyValuePair("trace_id", trace.traceId(), trace),
        new TraceKeyValuePair("span_id", trace.innermostId(), trace));
  }

  /** Returns the trace of the first such pair, or null. */
  static @Nullable EventTrace in(@Nullable List<KeyValuePair> pairs) {
    if (pairs != null) {
      for (@Nullable KeyValuePair pair : pairs) {
        if (pair instanceof TraceKeyValuePair own) {
          return own.trace;
        }
      }
    }
    return null;
  }
}
