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

/** The capture and the lookup of the trace of an event. */
public final class TraceCapture {
  private TraceCapture() {}

  /**
   * Returns the event with the trace of the current thread. An event that was captured before is returned unchanged. An
   * event that was logged by another thread is returned without a trace, because the current span here does not belong to
   * it. Does not throw: in case of an error the event has no trace.
   *
   * @param baggageKeys keys of the baggage entries to capture
   * @param namesTrace true if a {@code TraceJsonProvider} writes the trace
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
    } catch (
        Throwable
            ignored) { // thrown by the SDK, by a context storage, or by an event of a foreign class
      return new CapturedEvent(event, null, Map.of(), namesTrace);
    }
  }

  /** Returns true if a request log is active but the sampler has dropped, and not recorded, the current span. */
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
    root.logged(event.getLevel().toInt());
    return EventTrace.of(span.getSpanContext(), root.spanId());
  }

  /**
   * Returns the trace of an event from the first source that has one: the captured trace; the ids that an agent put into
   * the MDC; the current span, if the current thread logged the event.
   */
  public static @Nullable EventTrace of(ILoggingEvent event) {
    boolean captured = event instanceof CapturedEvent;
    EventTrace trace = event instanceof CapturedEvent own ? own.trace() : carried(event);
    if (trace == null) {
      trace = MdcTraceReader.of(MdcReader.of(event));
      if (trace != null && isLoggingThread(event)) {
        trace = AgentSpanReader.completed(trace);
      }
    }
    if (trace == null && !captured && isLoggingThread(event)) {
      trace = EventTrace.of(Span.current());
    }
    return trace;
  }

  /** Returns true if the event was not captured on its logging thread, so that its trace cannot be determined. */
  public static boolean isTraceUnknown(ILoggingEvent event) {
    return event instanceof CapturedEvent own
        ? own.isLate()
        : carried(event) == null && !isLoggingThread(event);
  }

  /** Returns the trace of an uncaptured event from its markers or key-value pairs; null if they contain no trace. */
  private static @Nullable EventTrace carried(ILoggingEvent event) {
    TraceMarker marker = TraceMarker.on(event);
    return marker != null ? marker.trace() : TraceKeyValuePair.in(event.getKeyValuePairs());
  }

  /** Compares the thread names, because an event has only the name of its thread. */
  private static boolean isLoggingThread(ILoggingEvent event) {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    try {
      String logging = event.getThreadName();
      return name.equals(logging)
          || (name.isEmpty()
              && endsWithId(logging, thread.getId())); // logback names an unnamed thread by its id
    } catch (RuntimeException ignored) { // an event of a foreign class without a thread name
      return false;
    }
  }

  /** Returns true if a name ends with a hyphen and the number. Allocates no string: runs for each line of a virtual thread. */
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
