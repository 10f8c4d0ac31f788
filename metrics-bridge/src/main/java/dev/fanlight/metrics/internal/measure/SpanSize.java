/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.measure;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** The size of a span in bytes, as an OTLP {@code Span} message (opentelemetry-proto 1.11). */
final class SpanSize {
  /*
   * Protobuf: each field has a tag (one byte up to field 15, two bytes above), and a length if the value has no fixed size.
   * Scalars that are zero or empty are not encoded.
   */
  private static final int FIXED_64 = 1 + 8;

  /** Size of the flags, four bytes with a tag: field 6 of a link, field 16 of a span. */
  private static final int LINK_FLAGS = 1 + 4;

  private static final int SPAN_FLAGS = 2 + 4;
  private static final int TRACE_ID = 1 + 1 + 16;
  private static final int SPAN_ID = 1 + 1 + 8;

  private SpanSize() {}

  static long of(SpanData span) {
    SpanContext context = span.getSpanContext();
    long size = TRACE_ID + SPAN_ID + SPAN_FLAGS + traceState(context.getTraceState());
    if (span.getParentSpanContext().isValid()) {
      size += SPAN_ID;
    }
    size += text(span.getName()) + 2; // the kind is never zero
    size += span.getStartEpochNanos() == 0 ? 0 : FIXED_64;
    size += span.getEndEpochNanos() == 0 ? 0 : FIXED_64;
    size += attributes(span.getAttributes());
    size += number(span.getTotalAttributeCount() - span.getAttributes().size());
    for (EventData event : span.getEvents()) {
      size += message(event(event));
    }
    size += number(span.getTotalRecordedEvents() - span.getEvents().size());
    for (LinkData link : span.getLinks()) {
      size += message(link(link));
    }
    size += number(span.getTotalRecordedLinks() - span.getLinks().size());
    return size + message(status(span.getStatus()));
  }

  private static long event(EventData event) {
    return (event.getEpochNanos() == 0 ? 0 : FIXED_64)
        + text(event.getName())
        + attributes(event.getAttributes())
        + number(event.getTotalAttributeCount() - event.getAttributes().size());
  }

  private static long link(LinkData link) {
    return TRACE_ID
        + SPAN_ID
        + LINK_FLAGS
        + traceState(link.getSpanContext().getTraceState())
        + attributes(link.getAttributes())
        + number(link.getTotalAttributeCount() - link.getAttributes().size());
  }

  private static long status(StatusData status) {
    return text(status.getDescription()) + (status.getStatusCode() == StatusCode.UNSET ? 0 : 2);
  }

  private static long traceState(TraceState state) {
    long length = 0;
    for (Map.Entry<String, String> member : state.asMap().entrySet()) {
      length += utf8(member.getKey()) + 1 + utf8(member.getValue()) + (length == 0 ? 0 : 1);
    }
    return length == 0 ? 0 : message(length);
  }

  private static long attributes(Attributes attributes) {
    long[] size = {0};
    attributes.forEach((key, value) -> size[0] += message(attribute(key, value)));
    return size[0];
  }

  private static long attribute(AttributeKey<?> key, Object value) {
    return text(key.getKey()) + message(any(value));
  }

  /** Returns the size of an {@code AnyValue}; it is a choice of fields, so that zero and empty values are encoded too. */
  private static long any(Object value) {
    if (value instanceof String s) {
      return message(utf8(s));
    }
    if (value instanceof Boolean) {
      return 2;
    }
    if (value instanceof Long n) {
      return 1L + varint(n);
    }
    if (value instanceof Double) {
      return FIXED_64;
    }
    if (value instanceof List<?> list) {
      return message(list(list));
    }
    return value instanceof Value<?> rich ? rich(rich) : 0;
  }

  private static long list(List<?> list) {
    long size = 0;
    for (Object element : list) {
      size += message(any(element));
    }
    return size;
  }

  private static long rich(Value<?> value) {
    return switch (value.getType()) {
      case BYTES -> message(((ByteBuffer) value.getValue()).remaining());
      case KEY_VALUE_LIST -> message(pairs((List<?>) value.getValue()));
      case EMPTY -> 0;
      default -> any(value.getValue());
    };
  }

  private static long pairs(List<?> pairs) {
    long size = 0;
    for (Object pair : pairs) {
      var keyValue = (KeyValue) pair;
      size += message(text(keyValue.getKey()) + message(any(keyValue.getValue())));
    }
    return size;
  }

  private static long text(String text) {
    return text.isEmpty() ? 0 : message(utf8(text));
  }

  private static long number(long n) {
    return n <= 0 ? 0 : 1L + varint(n);
  }

  private static long message(long length) {
    return 1 + varint(length) + length;
  }

  private static int varint(long n) {
    return Math.max(1, (63 - Long.numberOfLeadingZeros(n)) / 7 + 1);
  }

  private static long utf8(String text) {
    long length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        length++;
      } else if (c < 0x800) {
        length += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        length += 4;
        i++;
      } else {
        length += Character.isSurrogate(c) ? 1 : 3; // a lone surrogate is written as "?"
      }
    }
    return length;
  }
}
