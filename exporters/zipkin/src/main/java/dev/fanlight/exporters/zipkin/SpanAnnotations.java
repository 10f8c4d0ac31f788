/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.zipkin;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import io.opentelemetry.sdk.trace.data.EventData;
import java.util.List;
import java.util.stream.Collectors;

/** A converter of span events to Zipkin annotations, each with the text {@code "name":{"key":value,…}}. */
final class SpanAnnotations {

  /*
   * https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/#events
   * The stock exporter does not escape the content of this text, and users' queries expect its output; so the content is not
   * escaped here either. The text as a whole is escaped as a JSON string.
   */
  private SpanAnnotations() {}

  /** Returns the distinct annotations in the order of Zipkin: by time, then by text. */
  static List<Annotation> of(List<EventData> events) {
    return events.stream()
        .map(event -> new Annotation(EpochMicros.ofNanos(event.getEpochNanos()), text(event)))
        .sorted()
        .distinct()
        .toList();
  }

  private static String text(EventData event) {
    return '"' + event.getName() + "\":" + json(event.getAttributes());
  }

  private static String json(Attributes attributes) {
    return attributes.asMap().entrySet().stream()
        .map(entry -> '"' + entry.getKey().getKey() + "\":" + json(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String json(Object value) {
    if (value instanceof String) {
      return "\"" + value + '"';
    }
    if (value instanceof List<?> list) {
      return list.stream().map(SpanAnnotations::json).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Value<?> any) {
      return json(any);
    }
    return String.valueOf(value);
  }

  private static String json(Value<?> value) {
    ValueType type = value.getType();
    if (type == ValueType.STRING || type == ValueType.BYTES) {
      return '"' + value.asString() + '"';
    }
    return type == ValueType.EMPTY ? "null" : value.asString();
  }

  /**
   * A timestamp with a text.
   *
   * @param epochMicros time of the event
   * @param value name and attributes of the event
   */
  record Annotation(long epochMicros, String value) implements Comparable<Annotation> {
    @Override
    public int compareTo(Annotation other) {
      int byTime = Long.compare(epochMicros, other.epochMicros);
      return byTime != 0 ? byTime : value.compareTo(other.value);
    }
  }
}
