/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * An event with the data that only its logging thread can read: the trace, the baggage, the MDC, the message, and the values
 * of its fields at that moment.
 *
 * <p>All other data is delegated to the wrapped event when it is read. Encoders of other libraries find the ids among the
 * key-value pairs, unless the MDC contains them already. Any thread.
 */
public final class CapturedEvent extends LoggingEvent {
  /*
   * Rejected: a further key-value pair on the event itself. Sibling appenders share the event, and the worker of an
   * asynchronous sibling may be iterating over its list, an ArrayList, at this moment.
   *
   * A LoggingEvent, and not only an ILoggingEvent, because logback's socket appenders and others test with instanceof. They
   * serialize lists and maps of the event; SerializableViews contains the forms that a receiver accepts.
   *
   * A snapshot of the values, because an argument may change between the call and the time when an asynchronous appender
   * writes the line, and the line would contradict its own message.
   */
  private static final AtomicIntegerFieldUpdater<CapturedEvent> SETTLED =
      AtomicIntegerFieldUpdater.newUpdater(CapturedEvent.class, "settled");

  private final ILoggingEvent event;
  private final @Nullable EventTrace trace;
  private final Map<String, String> baggage;
  private final boolean late;
  private final boolean namesTrace;
  private @Nullable String message;
  private @Nullable String threadName;
  private @Nullable Map<String, String> mdc;
  private @Nullable FieldSnapshot fields;
  private volatile int settled;

  /**
   * @param namesTrace true if a {@code TraceJsonProvider} writes the trace, so that no other encoder has to
   */
  CapturedEvent(
      ILoggingEvent event,
      @Nullable EventTrace trace,
      Map<String, String> baggage,
      boolean namesTrace) {
    this(event, trace, baggage, namesTrace, false);
  }

  private CapturedEvent(
      ILoggingEvent event,
      @Nullable EventTrace trace,
      Map<String, String> baggage,
      boolean namesTrace,
      boolean late) {
    this.event = event;
    this.trace = trace;
    this.baggage = baggage;
    this.namesTrace = namesTrace;
    this.late = late;
  }

  /** Returns an event that arrived on a thread other than its logging thread, without its trace. */
  static CapturedEvent late(ILoggingEvent event) {
    return new CapturedEvent(event, null, Map.of(), false, true);
  }

  /** Returns the captured baggage of an event; empty if the event was not captured. */
  public static Map<String, String> baggage(ILoggingEvent event) {
    return event instanceof CapturedEvent own ? own.baggage : Map.of();
  }

  /** Returns the markers that the application put on an event, captured or not. */
  public static @Nullable List<Marker> markers(ILoggingEvent event) {
    return event instanceof CapturedEvent own ? own.event.getMarkerList() : event.getMarkerList();
  }

  /**
   * Marks the event as counted: it became a line or was dropped.
   *
   * @return true if the event was not marked before, so that the caller must count it
   */
  public boolean settle() {
    return SETTLED.compareAndSet(this, 0, 1);
  }

  public boolean isSettled() {
    return settled != 0;
  }

  /** Captures the values of the event's fields, once, on the logging thread. Does not throw. */
  public void captureFields() {
    if (fields == null) {
      fields = FieldSnapshot.take(event);
    }
  }

  FieldSnapshot fields() {
    FieldSnapshot taken = fields;
    return taken != null ? taken : FieldSnapshot.take(event);
  }

  boolean isLate() {
    return late;
  }

  /** Returns the trace that was current on the logging thread; null if there was no trace. */
  @Nullable EventTrace trace() {
    return trace;
  }

  private Map<String, @Nullable Object> allFields() {
    TraceMarker marker = TraceMarker.on(this);
    var all = new LinkedHashMap<String, @Nullable Object>();
    if (marker != null) {
      all.putAll(marker.fields());
    }
    FieldSnapshot own = fields();
    for (int i = 0; i < own.size(); i++) {
      all.putIfAbsent(own.key(i), own.value(i));
    }
    return all;
  }

  private boolean hasTrace() {
    return trace != null || MdcTraceReader.of(applicationMdc()) != null;
  }

  /** Returns the unchanged MDC of the application and its agents. */
  Map<String, String> applicationMdc() {
    Map<String, String> taken = mdc;
    return taken != null ? taken : MdcReader.of(event);
  }

  @Override
  @SuppressWarnings("NullAway") // a logback event without markers has a null list
  public List<Marker> getMarkerList() {
    List<Marker> markers = event.getMarkerList();
    return markers == null ? markers : new SerializableViews.Markers(markers);
  }

  @Override
  @SuppressWarnings("NullAway") // a logback event without pairs has a null list
  public List<KeyValuePair> getKeyValuePairs() {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (trace == null || namesTrace || MdcTraceReader.of(applicationMdc()) != null) {
      return pairs == null ? pairs : new SerializableViews.Pairs(pairs);
    }
    var all = new ArrayList<KeyValuePair>();
    if (pairs != null) {
      all.addAll(pairs);
    }
    all.addAll(TraceKeyValuePair.of(trace));
    return new SerializableViews.Pairs(all);
  }

  @Override
  public Map<String, String> getMDCPropertyMap() {
    return new SerializableViews.MdcMap(
        applicationMdc(),
        namesTrace && hasTrace(),
        () -> SerializedMdc.of(applicationMdc(), trace, allFields()));
  }

  @Override
  @SuppressWarnings({"deprecation", "InlineMeSuggester"}) // logback's interface still has it
  public Map<String, String> getMdc() {
    return getMDCPropertyMap();
  }

  @Override
  public String getThreadName() {
    String taken = threadName;
    return taken != null ? taken : event.getThreadName();
  }

  @Override
  public Level getLevel() {
    return event.getLevel();
  }

  @Override
  public String getMessage() {
    return event.getMessage();
  }

  @Override
  public Object[] getArgumentArray() {
    return event.getArgumentArray();
  }

  @Override
  public String getFormattedMessage() {
    String taken = message;
    return taken != null ? taken : event.getFormattedMessage();
  }

  @Override
  public String getLoggerName() {
    return event.getLoggerName();
  }

  @Override
  public LoggerContextVO getLoggerContextVO() {
    return event.getLoggerContextVO();
  }

  @Override
  public IThrowableProxy getThrowableProxy() {
    return event.getThrowableProxy();
  }

  @Override
  public StackTraceElement[] getCallerData() {
    return event.getCallerData();
  }

  @Override
  public boolean hasCallerData() {
    return event.hasCallerData();
  }

  @Override
  public long getTimeStamp() {
    return event.getTimeStamp();
  }

  @Override
  public int getNanoseconds() {
    return event.getNanoseconds();
  }

  @Override
  public Instant getInstant() {
    return event.getInstant();
  }

  @Override
  public long getSequenceNumber() {
    return event.getSequenceNumber();
  }

  /**
   * Captures thread name, MDC and message separately: an error in one of them affects only that part of the line. Only the
   * first call, on the logging thread, has an effect.
   */
  @Override
  public void prepareForDeferredProcessing() {
    if (mdc != null) {
      return;
    }
    threadName = get(event::getThreadName);
    mdc = MdcReader.of(event);
    message = get(event::getFormattedMessage);
    get(() -> {
      event.prepareForDeferredProcessing();
      return null;
    });
  }

  private static <T> @Nullable T get(Supplier<? extends @Nullable T> part) {
    try {
      return part.get();
    } catch (
        Throwable ignored) { // the part is read again, and fails again, when the line is written
      return null;
    }
  }

  @Override
  public String toString() {
    return event.toString();
  }
}
