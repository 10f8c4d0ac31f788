/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One id of the trace that an event was captured in, for encoders of another make. Our own encoder, behind code that wraps
 * events, finds the whole trace in it.
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

  /** Returns the trace that one of the pairs brings, or null. */
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
