/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * The trace that an event belongs to.
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param spanId 16 lower-case hex digits, not all zero; null where only {@code localRootId} is known
 * @param flags the W3C trace flags; null where only ids are known
 * @param state the W3C trace state, in which samplers say what they did; empty where only ids are known
 * @param localRootId the span in which this process entered the trace; null where it is not known
 */
public record EventTrace(
    String traceId,
    @Nullable String spanId,
    @Nullable TraceFlags flags,
    TraceState state,
    @Nullable String localRootId) {

  public EventTrace {
    if (spanId == null && localRootId == null) {
      throw new IllegalArgumentException("trace " + traceId + " has no span");
    }
  }

  /** The id of the innermost span that is known. */
  public String innermostId() {
    return spanId != null ? spanId : String.valueOf(localRootId);
  }

  /** The trace of a span, or null if it has none. */
  static @Nullable EventTrace of(Span span) {
    SpanContext context = span.getSpanContext();
    return context.isValid() ? of(context, SdkSpanReader.localRootId(span)) : null;
  }

  /** The trace of a valid context. */
  public static EventTrace of(SpanContext span, @Nullable String localRootId) {
    return new EventTrace(
        span.getTraceId(),
        span.getSpanId(),
        span.getTraceFlags(),
        span.getTraceState(),
        localRootId);
  }
}
