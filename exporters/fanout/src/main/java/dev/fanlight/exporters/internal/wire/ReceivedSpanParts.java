/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one span while its message is read, in any order; one thread. */
final class ReceivedSpanParts {

  String traceId = "";
  String spanId = "";
  String parentId = "";
  TraceState traceState = TraceState.getDefault();
  int flags;
  String name = "";
  SpanKind kind =
      SpanKind.INTERNAL; // what the specification lets a receiver take for "unspecified"
  long startEpochNanos;
  long endEpochNanos;

  @Nullable AttributesBuilder attributes;

  int droppedAttributes;
  List<EventData> events = List.of();
  int droppedEvents;
  List<LinkData> links = List.of();
  int droppedLinks;
  StatusData status = StatusData.unset();

  void add(EventData event) {
    if (events.isEmpty()) {
      events = new ArrayList<>(4);
    }
    events.add(event);
  }

  void add(LinkData link) {
    if (links.isEmpty()) {
      links = new ArrayList<>(4);
    }
    links.add(link);
  }

  /** Returns why these fields are no span; empty if they are one. */
  String problem() {
    if (!TraceId.isValid(traceId)) {
      return "its trace_id is not 16 bytes, or zero";
    }
    if (!SpanId.isValid(spanId)) {
      return "its span_id is not 8 bytes, or zero";
    }
    if (!parentId.isEmpty() && parentId.length() != SpanId.getLength()) {
      return "its parent_span_id is not 8 bytes";
    }
    return "";
  }

  SpanContext context() {
    return SpanContext.create(traceId, spanId, TraceFlags.fromByte((byte) flags), traceState);
  }

  /** The context of the parent; the flags and the trace state of a parent are not on the wire. */
  SpanContext parent() {
    boolean isKnown = (flags & OtlpSpanWriter.REMOTENESS_IS_KNOWN) != 0;
    if (!SpanId.isValid(parentId)) {
      return isKnown ? SpanContext.getInvalid() : UnknownOriginContext.NONE;
    }
    TraceFlags own = TraceFlags.fromByte((byte) flags);
    TraceState none = TraceState.getDefault();
    if (!isKnown) {
      return new UnknownOriginContext(traceId, parentId, own, none);
    }
    return (flags & OtlpSpanWriter.IS_REMOTE) != 0
        ? SpanContext.createFromRemoteParent(traceId, parentId, own, none)
        : SpanContext.create(traceId, parentId, own, none);
  }
}
