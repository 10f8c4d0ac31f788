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
 * The marker of an event that Fanlight itself logs: its trace and its internal fields.
 *
 * <p>logstash-logback-encoder excludes markers of its own type from {@code tags} and calls their {@code writeTo}. This marker
 * writes the fields and not the trace, because the provider or encoder chooses the names of the ids.
 */
public final class TraceMarker extends LogstashMarker {
  private static final long serialVersionUID = 1;

  /** The name that encoders of other libraries print as a tag. */
  private static final String NAME = "REQUEST";

  private final transient EventTrace trace;
  private final transient Map<String, Object> fields;

  /**
   * @param fields the internal fields by their names on the line: strings, numbers, booleans
   */
  public TraceMarker(EventTrace trace, Map<String, Object> fields) {
    super(NAME);
    this.trace = trace;
    this.fields = fields;
  }

  /** Returns the trace marker of an event; null if the event has no trace marker. */
  public static @Nullable TraceMarker on(ILoggingEvent event) {
    List<Marker> markers = CapturedEvent.markers(event);
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

  /** Returns the internal fields of the event. */
  public Map<String, Object> fields() {
    return fields;
  }

  @Override
  public void writeTo(JsonGenerator generator) {
    fields.forEach(generator::writePOJOProperty);
  }

  /** Returns a plain marker, because logback's receivers refuse events with markers of an unknown class. */
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
