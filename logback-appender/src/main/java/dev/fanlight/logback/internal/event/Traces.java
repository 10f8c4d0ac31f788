/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Finds the trace of an event. */
public final class Traces {
  private Traces() {}

  /**
   * The event with the current thread's trace. An event that has one keeps it, and one that another thread logged gets none,
   * for what is current here is not its own.
   *
   * @param baggageKeys which baggage to take along
   */
  public static ILoggingEvent capture(ILoggingEvent event, List<String> baggageKeys) {
    if (event instanceof CapturedEvent || TraceMarker.on(event) != null) {
      return event;
    }
    return isLoggingThread(event)
        ? new CapturedEvent(event, current(event), ChosenBaggage.ofCurrent(baggageKeys))
        : CapturedEvent.late(event);
  }

  /** Whether the request log waits for spans of which the sampler lets none but the sampled ones be recorded. */
  public static boolean isUnseenByRequestLog() {
    if (!LocalRoots.process().isWatched()) {
      return false;
    }
    Span span = Span.current();
    SpanContext context = span.getSpanContext();
    return context.isValid() && !context.isRemote() && !span.isRecording();
  }

  private static @Nullable Trace current(ILoggingEvent event) {
    Span span = Span.current();
    LocalRoot root = LocalRoots.process().of(span.getSpanContext());
    if (root == null) {
      return Trace.of(span);
    }
    root.logged(event.getLevel());
    return Trace.of(span.getSpanContext(), root.spanId());
  }

  /**
   * The trace of an event, from the surest source that has one: what was captured; the ids that an agent put into the
   * MDC; the current span, if this is the thread that logged.
   */
  public static @Nullable Trace of(ILoggingEvent event) {
    boolean captured = false;
    Trace trace;
    if (event instanceof CapturedEvent own) {
      captured = true;
      trace = own.trace();
    } else {
      trace = marked(event);
    }
    if (trace == null) {
      trace = MdcTrace.of(Mdc.of(event));
    }
    if (trace == null && !captured && isLoggingThread(event)) {
      trace = Trace.of(Span.current());
    }
    return trace;
  }

  /** Whether the trace of this event can no longer be known: the thread that logged it did not capture it. */
  public static boolean cameTooLate(ILoggingEvent event) {
    return event instanceof CapturedEvent own
        ? own.isLate()
        : TraceMarker.on(event) == null && !isLoggingThread(event);
  }

  /** The markers that the application put on the event. */
  public static @Nullable List<Marker> markers(ILoggingEvent event) {
    return event instanceof CapturedEvent own ? own.applicationMarkers() : event.getMarkerList();
  }

  private static @Nullable Trace marked(ILoggingEvent event) {
    TraceMarker marker = TraceMarker.on(event);
    return marker == null ? null : marker.trace();
  }

  /** By name, which is all that an event knows of its thread. */
  private static boolean isLoggingThread(ILoggingEvent event) {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    try {
      String logging = event.getThreadName();
      return name.equals(logging)
          || (name.isEmpty() && logging.endsWith("-" + thread.getId())); // logback's name for it
    } catch (RuntimeException ignored) { // an event that does not even know its thread
      return false;
    }
  }
}
