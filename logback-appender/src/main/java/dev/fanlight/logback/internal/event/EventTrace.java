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
 * The trace ids of an event.
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param spanId 16 lower-case hex digits, not all zero; null if only {@code localRootId} is known
 * @param flags the W3C trace flags; null if only ids are known
 * @param state the W3C trace state, with the decisions of samplers; empty if only ids are known
 * @param localRootId id of the span in which the trace entered this process; null if unknown
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

  /** Returns the id of the innermost known span. */
  public String innermostId() {
    return spanId != null ? spanId : String.valueOf(localRootId);
  }

  /** Returns the trace of a span, or null if its context is invalid. */
  static @Nullable EventTrace of(Span span) {
    SpanContext context = span.getSpanContext();
    if (!context.isValid()) {
      return null;
    }
    return AgentSpanReader.completed(of(context, SdkSpanReader.localRootId(span)));
  }

  /** Returns the trace of a valid span context. */
  public static EventTrace of(SpanContext span, @Nullable String localRootId) {
    return new EventTrace(
        span.getTraceId(),
        span.getSpanId(),
        span.getTraceFlags(),
        span.getTraceState(),
        localRootId);
  }
}
