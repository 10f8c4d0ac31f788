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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * An event that took the trace of its logging thread along.
 *
 * <p>Everything is asked of the event behind it, at the moment it is asked. Readers that know only logback find the trace
 * in the marker list, as a {@link TraceMarker}. Any thread.
 */
public final class CapturedEvent extends LoggingEvent {
  /*
   * Why not the event itself, with one more marker: sibling appenders share the event, and the worker of an
   * asynchronous sibling may be walking its marker list, an ArrayList, at this moment.
   *
   * Why a LoggingEvent, and not only an ILoggingEvent: logback's socket appenders and others test with instanceof.
   */
  private final ILoggingEvent event;
  private final @Nullable Trace trace;
  private final Map<String, String> baggage;
  private final boolean late;

  CapturedEvent(ILoggingEvent event, @Nullable Trace trace, Map<String, String> baggage) {
    this(event, trace, baggage, false);
  }

  private CapturedEvent(
      ILoggingEvent event, @Nullable Trace trace, Map<String, String> baggage, boolean late) {
    this.event = event;
    this.trace = trace;
    this.baggage = baggage;
    this.late = late;
  }

  /** An event that comes from another thread, where its trace stayed. */
  static CapturedEvent late(ILoggingEvent event) {
    return new CapturedEvent(event, null, Map.of(), true);
  }

  /** The baggage that an event took along; empty if it was not captured. */
  public static Map<String, String> baggage(ILoggingEvent event) {
    return event instanceof CapturedEvent own ? own.baggage : Map.of();
  }

  boolean isLate() {
    return late;
  }

  /** The trace that was current where the event was logged; null if there was none. */
  @Nullable Trace trace() {
    return trace;
  }

  @Nullable List<Marker> applicationMarkers() {
    return event.getMarkerList();
  }

  @Override
  @SuppressWarnings("NullAway") // a logback event without markers has a null list
  public List<Marker> getMarkerList() {
    List<Marker> markers = event.getMarkerList();
    if (trace == null) {
      return markers;
    }
    var all = new ArrayList<Marker>();
    if (markers != null) {
      all.addAll(markers);
    }
    all.add(new TraceMarker(trace));
    return all;
  }

  @Override
  public String getThreadName() {
    return event.getThreadName();
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
    return event.getFormattedMessage();
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
  public Map<String, String> getMDCPropertyMap() {
    return event.getMDCPropertyMap();
  }

  @Override
  @SuppressWarnings({"deprecation", "InlineMeSuggester"}) // logback's interface still has it
  public Map<String, String> getMdc() {
    return event.getMDCPropertyMap();
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

  @Override
  public List<KeyValuePair> getKeyValuePairs() {
    return event.getKeyValuePairs();
  }

  /** What cannot be had now cannot be had later either, and will cost its field then, not the event now. */
  @Override
  public void prepareForDeferredProcessing() {
    try {
      event.prepareForDeferredProcessing();
    } catch (RuntimeException | StackOverflowError ignored) { // see above
      return;
    }
  }

  @Override
  public String toString() {
    return event.toString();
  }
}
