/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.Map;
import net.logstash.logback.marker.LogstashMarker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import tools.jackson.core.JsonGenerator;

/**
 * The trace and the fields of an event that our own code logs.
 *
 * <p>logstash-logback-encoder leaves markers of its own kind out of {@code tags} and lets them write themselves. This one
 * writes the fields and not the trace: naming the ids is the business of the provider or encoder behind it.
 */
public final class TraceMarker extends LogstashMarker {
  private static final long serialVersionUID = 1;

  /** The name that encoders of another make print as a tag. */
  private static final String NAME = "REQUEST";

  private final transient EventTrace trace;
  private final transient Map<String, Object> fields;

  /**
   * @param fields what that code says about the event, by the names that go on the line: strings, numbers, booleans
   */
  public TraceMarker(EventTrace trace, Map<String, Object> fields) {
    super(NAME);
    this.trace = trace;
    this.fields = fields;
  }

  /** The marker of an event; null if it has none. */
  public static @Nullable TraceMarker on(ILoggingEvent event) {
    List<Marker> markers = TraceCapture.markers(event);
    if (markers == null) {
      return null;
    }
    for (int i = 0; i < markers.size(); i++) {
      if (markers.get(i) instanceof TraceMarker own) {
        return own;
      }
    }
    return null;
  }

  EventTrace trace() {
    return trace;
  }

  /** What our own code says about the event. */
  public Map<String, Object> fields() {
    return fields;
  }

  @Override
  public void writeTo(JsonGenerator generator) {
    fields.forEach(generator::writePOJOProperty);
  }

  /** Logback's receivers refuse markers of a class that they do not know, and with them the event. */
  private Object writeReplace() {
    return MarkerFactory.getDetachedMarker(NAME);
  }

  @Override
  protected String toStringSelf() {
    return "trace_id=" + trace.traceId() + ", span_id=" + trace.innermostId();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TraceMarker that
        && trace.equals(that.trace)
        && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return trace.hashCode();
  }
}
