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

/** Events as Zipkin shows them: {@code "name":{"key":value,…}} as one text. */
final class SpanAnnotations {

  /*
   * https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/#events
   * The stock exporter escapes nothing inside of this text, and queries are written against what it writes; so neither
   * do we. The text as a whole is a JSON string and escaped as one.
   */
  private SpanAnnotations() {}

  /** The events in the order of Zipkin: by time, then text, each once. */
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
   * A moment of a span.
   *
   * @param epochMicros when
   * @param value what
   */
  record Annotation(long epochMicros, String value) implements Comparable<Annotation> {
    @Override
    public int compareTo(Annotation other) {
      int byTime = Long.compare(epochMicros, other.epochMicros);
      return byTime != 0 ? byTime : value.compareTo(other.value);
    }
  }
}
