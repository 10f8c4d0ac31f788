/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/** A writer of spans as OTLP messages, the last field first; one thread. */
final class OtlpSpanWriter {

  /*
   * Flags [1]: the W3C's flags of the span or link in the lowest byte; bit 8: the next bit is known; bit 9: the parent, or
   * the linked span, is of another process. A span that was received without bit 8 has none either
   * (UnknownOriginContext).
   *
   * [1] SpanFlags in trace.proto
   */
  static final int REMOTENESS_IS_KNOWN = 0x100;
  static final int IS_REMOTE = 0x200;

  static final int TRACE_ID_BYTES = 16;
  static final int SPAN_ID_BYTES = 8;

  private final MessageBuffer out;
  private final OtlpAttributeWriter attributes;
  private final TraceStateWriter traceStates;

  OtlpSpanWriter(MessageBuffer out, OtlpAttributeWriter attributes) {
    this.out = out;
    this.attributes = attributes;
    this.traceStates = new TraceStateWriter(out);
  }

  /** Writes one span as a field of ScopeSpans. */
  void write(SpanData span) {
    int end = out.size();
    SpanContext context = span.getSpanContext();
    SpanContext parent = span.getParentSpanContext();
    int flags = flags(context, parent);
    if (flags != 0) {
      out.fixed32(flags);
      out.varint(OtlpFields.SPAN_FLAGS);
    }
    status(span.getStatus());
    links(span);
    events(span);
    Attributes all = span.getAttributes();
    count(OtlpFields.SPAN_DROPPED_ATTRIBUTES, span.getTotalAttributeCount() - all.size());
    attributes.write(all, OtlpFields.SPAN_ATTRIBUTES);
    time(OtlpFields.SPAN_END, span.getEndEpochNanos());
    time(OtlpFields.SPAN_START, span.getStartEpochNanos());
    out.octet(number(span.getKind()));
    out.octet(OtlpFields.SPAN_KIND);
    text(OtlpFields.SPAN_NAME, span.getName());
    if (parent.isValid()) {
      id(OtlpFields.SPAN_PARENT_ID, parent.getSpanId(), SPAN_ID_BYTES);
    }
    traceStates.write(context.getTraceState(), OtlpFields.SPAN_TRACE_STATE);
    id(OtlpFields.SPAN_ID, context.getSpanId(), SPAN_ID_BYTES);
    id(OtlpFields.SPAN_TRACE_ID, context.getTraceId(), TRACE_ID_BYTES);
    out.head(OtlpFields.SPANS, end);
  }

  private void links(SpanData span) {
    List<LinkData> links = span.getLinks();
    count(OtlpFields.SPAN_DROPPED_LINKS, span.getTotalRecordedLinks() - links.size());
    for (int i = links.size() - 1; i >= 0; i--) {
      link(links.get(i));
    }
  }

  private void link(LinkData link) {
    int end = out.size();
    SpanContext context = link.getSpanContext();
    int flags = flags(context, context);
    if (flags != 0) {
      out.fixed32(flags);
      out.octet(OtlpFields.LINK_FLAGS);
    }
    Attributes all = link.getAttributes();
    count(OtlpFields.LINK_DROPPED_ATTRIBUTES, link.getTotalAttributeCount() - all.size());
    attributes.write(all, OtlpFields.LINK_ATTRIBUTES);
    traceStates.write(context.getTraceState(), OtlpFields.LINK_TRACE_STATE);
    id(OtlpFields.LINK_SPAN_ID, context.getSpanId(), SPAN_ID_BYTES);
    id(OtlpFields.LINK_TRACE_ID, context.getTraceId(), TRACE_ID_BYTES);
    out.head(OtlpFields.SPAN_LINKS, end);
  }

  private void events(SpanData span) {
    List<EventData> events = span.getEvents();
    count(OtlpFields.SPAN_DROPPED_EVENTS, span.getTotalRecordedEvents() - events.size());
    for (int i = events.size() - 1; i >= 0; i--) {
      event(events.get(i));
    }
  }

  private void event(EventData event) {
    int end = out.size();
    Attributes all = event.getAttributes();
    count(OtlpFields.EVENT_DROPPED_ATTRIBUTES, event.getTotalAttributeCount() - all.size());
    attributes.write(all, OtlpFields.EVENT_ATTRIBUTES);
    text(OtlpFields.EVENT_NAME, event.getName());
    time(OtlpFields.EVENT_TIME, event.getEpochNanos());
    out.head(OtlpFields.SPAN_EVENTS, end);
  }

  private void status(StatusData status) {
    int end = out.size();
    StatusCode code = status.getStatusCode();
    count(OtlpFields.STATUS_CODE, code == StatusCode.OK ? 1 : code == StatusCode.ERROR ? 2 : 0);
    text(OtlpFields.STATUS_MESSAGE, status.getDescription());
    out.head(OtlpFields.SPAN_STATUS, end);
  }

  private static int flags(SpanContext own, SpanContext other) {
    int flags = own.getTraceFlags().asByte() & 0xff;
    if (other instanceof UnknownOriginContext) {
      return flags;
    }
    return other.isRemote() ? flags | REMOTENESS_IS_KNOWN | IS_REMOTE : flags | REMOTENESS_IS_KNOWN;
  }

  private static int number(SpanKind kind) {
    return switch (kind) {
      case INTERNAL -> 1;
      case SERVER -> 2;
      case CLIENT -> 3;
      case PRODUCER -> 4;
      case CONSUMER -> 5;
    };
  }

  private void id(int tag, String digits, int bytes) {
    out.base16(digits, bytes);
    out.octet(bytes);
    out.octet(tag);
  }

  private void time(int tag, long nanos) {
    if (nanos != 0) {
      out.fixed64(nanos);
      out.octet(tag);
    }
  }

  private void count(int tag, int value) {
    if (value != 0) {
      out.varint(Integer.toUnsignedLong(value));
      out.octet(tag);
    }
  }

  private void text(int tag, String text) {
    if (!text.isEmpty()) {
      int end = out.size();
      out.utf8(text);
      out.head(tag, end);
    }
  }
}
