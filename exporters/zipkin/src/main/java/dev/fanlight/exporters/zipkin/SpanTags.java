/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.zipkin;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A writer of the tags of a span, sorted by key. Not thread-safe; reused for each span. */
final class SpanTags {

  /*
   * https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/ : attributes, status, dropped counts and
   * scope, in this order: a later tag replaces an attribute of the same name. otel.library.* are the older names of
   * otel.scope.*; both are sent, as in the stock exporter.
   */
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error");

  private final Map<String, String> tags = new TreeMap<>();

  /** Writes {@code ,"tags":{…}} if the span has tags. */
  void write(SpanData span, JsonBuffer out) {
    tags.clear();
    collect(span);
    if (tags.isEmpty()) {
      return;
    }
    out.ascii(",\"tags\":");
    char separator = '{';
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      out.ascii(separator).string(tag.getKey()).ascii(':').string(tag.getValue());
      separator = ',';
    }
    out.ascii('}');
  }

  private void collect(SpanData span) {
    Attributes attributes = span.getAttributes();
    attributes.forEach((key, value) -> tags.put(key.getKey(), text(value)));
    putCount("otel.dropped_attributes_count", span.getTotalAttributeCount() - attributes.size());
    putStatus(span.getStatus(), attributes);
    putScope(span.getInstrumentationScopeInfo());
    putCount(
        "otel.dropped_events_count",
        span.getTotalRecordedEvents() - span.getEvents().size());
  }

  private void putCount(String key, int count) {
    if (count > 0) {
      tags.put(key, Integer.toString(count));
    }
  }

  private void putStatus(StatusData status, Attributes attributes) {
    StatusCode code = status.getStatusCode();
    if (code != StatusCode.UNSET) {
      tags.put("otel.status_code", code.name());
    }
    if (code == StatusCode.ERROR && attributes.get(ERROR) == null) {
      tags.put("error", status.getDescription() == null ? "" : status.getDescription());
    }
  }

  private void putScope(InstrumentationScopeInfo scope) {
    if (!scope.getName().isEmpty()) {
      tags.put("otel.scope.name", scope.getName());
      tags.put("otel.library.name", scope.getName());
    }
    String version = scope.getVersion();
    if (version != null) {
      tags.put("otel.scope.version", version);
      tags.put("otel.library.version", version);
    }
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return commaSeparated(list);
    }
    return value instanceof Value<?> any ? any.asString() : String.valueOf(value);
  }

  private static String commaSeparated(List<?> values) {
    StringBuilder text = new StringBuilder();
    for (Iterator<?> each = values.iterator(); each.hasNext(); ) {
      if (!text.isEmpty()) {
        text.append(','); // no comma after a leading empty value, as in the stock exporter
      }
      text.append(each.next());
    }
    return text.toString();
  }
}
