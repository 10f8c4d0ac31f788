/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.receiver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The spans that arrived, by trace; the oldest traces are forgotten beyond a million spans. */
final class DecodedSpans {
  private static final int MOST_SPANS = 1_000_000;

  private final Object lock = new Object();

  @GuardedBy("lock") private final Map<String, Map<String, Seen>> traces = new LinkedHashMap<>();

  @GuardedBy("lock") private int kept;

  @GuardedBy("lock") private long requests;

  @GuardedBy("lock") private long spans;

  @GuardedBy("lock") private long duplicates;

  /** A span, as far as the demo asks for it; {@code parent} is empty for a root. */
  record Seen(
      String trace,
      String id,
      String parent,
      String name,
      String kind,
      String service,
      boolean error,
      Map<String, String> attributes) {}

  /** Counts since the start; a span that arrives again counts as a span and as a duplicate. */
  record Stats(long requests, long spans, long duplicates) {}

  void add(ExportTraceServiceRequest request) {
    synchronized (lock) {
      requests++;
      for (ResourceSpans resource : request.getResourceSpansList()) {
        String service = attributes(resource.getResource().getAttributesList()).get("service.name");
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          for (Span span : scope.getSpansList()) {
            addLocked(seen(span, service == null ? "" : service));
          }
        }
      }
      forgetLocked();
    }
  }

  @GuardedBy("lock") private void addLocked(Seen span) {
    spans++;
    Map<String, Seen> trace = traces.computeIfAbsent(span.trace(), id -> new LinkedHashMap<>());
    if (trace.put(span.id(), span) == null) {
      kept++;
    } else {
      duplicates++;
    }
  }

  @GuardedBy("lock") private void forgetLocked() {
    Iterator<Map<String, Seen>> oldest = traces.values().iterator();
    while (kept > MOST_SPANS) {
      kept -= oldest.next().size();
      oldest.remove();
    }
  }

  private static Seen seen(Span span, String service) {
    return new Seen(
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        span.getName(),
        span.getKind().name().replace("SPAN_KIND_", ""),
        service,
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
        attributes(span.getAttributesList()));
  }

  private static Map<String, String> attributes(List<KeyValue> list) {
    Map<String, String> attributes = new TreeMap<>();
    list.forEach(pair -> attributes.put(pair.getKey(), text(pair.getValue())));
    return attributes;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      default -> value.toString();
    };
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  /** Returns the spans of the traces, in the order of arrival within each trace; an unknown trace has no spans. */
  List<Seen> spansOf(List<String> traceIds) {
    synchronized (lock) {
      List<Seen> found = new ArrayList<>();
      traceIds.forEach(id -> found.addAll(traces.getOrDefault(id, Map.of()).values()));
      return found;
    }
  }

  Stats stats() {
    synchronized (lock) {
      return new Stats(requests, spans, duplicates);
    }
  }
}
