/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Finds the trace of an event. */
public final class TraceCapture {
  private TraceCapture() {}

  /**
   * Returns the event with the current thread's trace. An event that has one keeps it. An event that another thread logged
   * gets none, because the span that is current here is not its own. Never throws: an error costs the trace.
   *
   * @param baggageKeys which baggage to take along
   * @param namesTrace whether a JSON provider of ours names the trace
   */
  public static CapturedEvent capture(
      ILoggingEvent event, List<String> baggageKeys, boolean namesTrace) {
    if (event instanceof CapturedEvent captured) {
      return captured;
    }
    try {
      TraceMarker marker = TraceMarker.on(event);
      if (marker != null) {
        return new CapturedEvent(event, marker.trace(), Map.of(), namesTrace);
      }
      return isLoggingThread(event)
          ? new CapturedEvent(
              event, current(event), BaggageSelection.ofCurrent(baggageKeys), namesTrace)
          : CapturedEvent.late(event);
    } catch (Throwable ignored) { // of the SDK, of a context's storage, of an event of any class
      return new CapturedEvent(event, null, Map.of(), namesTrace);
    }
  }

  /** Whether the request log waits for spans of which the sampler lets none but the sampled ones be recorded. */
  public static boolean isUnseenByRequestLog() {
    if (!LocalRootRegistry.process().isWatched()) {
      return false;
    }
    Span span = Span.current();
    SpanContext context = span.getSpanContext();
    return context.isValid() && !context.isRemote() && !span.isRecording();
  }

  private static @Nullable EventTrace current(ILoggingEvent event) {
    Span span = Span.current();
    LocalRoot root = LocalRootRegistry.process().of(span.getSpanContext());
    if (root == null) {
      return EventTrace.of(span);
    }
    root.logged(event.getLevel());
    return EventTrace.of(span.getSpanContext(), root.spanId());
  }

  /**
   * The trace of an event, from the surest source that has one: what was captured; the ids that an agent put into the
   * MDC; the current span, if this is the thread that logged.
   */
  public static @Nullable EventTrace of(ILoggingEvent event) {
    boolean captured = event instanceof CapturedEvent;
    EventTrace trace = event instanceof CapturedEvent own ? own.trace() : carried(event);
    if (trace == null) {
      trace = MdcTraceReader.of(MdcReader.of(event));
    }
    if (trace == null && !captured && isLoggingThread(event)) {
      trace = EventTrace.of(Span.current());
    }
    return trace;
  }

  /** Whether the trace of this event can no longer be known: the thread that logged it did not capture it. */
  public static boolean cameTooLate(ILoggingEvent event) {
    return event instanceof CapturedEvent own
        ? own.isLate()
        : carried(event) == null && !isLoggingThread(event);
  }

  /** The markers that the application put on the event. */
  public static @Nullable List<Marker> markers(ILoggingEvent event) {
    return event instanceof CapturedEvent own ? own.applicationMarkers() : event.getMarkerList();
  }

  /** The trace that an event of another class has among its markers or pairs. */
  private static @Nullable EventTrace carried(ILoggingEvent event) {
    TraceMarker marker = TraceMarker.on(event);
    return marker != null ? marker.trace() : TraceKeyValuePair.in(event.getKeyValuePairs());
  }

  /** By name, which is all that an event knows of its thread. */
  private static boolean isLoggingThread(ILoggingEvent event) {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    try {
      String logging = event.getThreadName();
      return name.equals(logging)
          || (name.isEmpty() && endsWithId(logging, thread.getId())); // logback's name for it
    } catch (RuntimeException ignored) { // an event that does not even know its thread
      return false;
    }
  }

  /** Whether a name ends with a hyphen and the number; makes no string, because each line of a virtual thread asks. */
  private static boolean endsWithId(String name, long id) {
    int at = name.length() - 1;
    long rest = id;
    do {
      if (at < 0 || name.charAt(at) != '0' + rest % 10) {
        return false;
      }
      rest /= 10;
      at--;
    } while (rest > 0);
    return at >= 0 && name.charAt(at) == '-';
  }
}
