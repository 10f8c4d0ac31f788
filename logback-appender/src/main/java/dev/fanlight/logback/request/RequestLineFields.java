/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import dev.fanlight.logback.internal.event.TraceLinkRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields and the message of a request line. */
final class RequestLineFields {
  /** The attributes that are copied from the local root: bounded in size, and not personal by their definition. */
  private static final List<AttributeKey<?>> ATTRIBUTES = List.of(
      AttributeKey.stringKey("http.request.method"),
      AttributeKey.stringKey("http.route"),
      AttributeKey.longKey("http.response.status_code"),
      AttributeKey.stringKey("url.scheme"),
      AttributeKey.stringKey("url.path"),
      AttributeKey.stringKey("server.address"),
      AttributeKey.stringKey("network.protocol.version"),
      AttributeKey.stringKey("user_agent.original"),
      AttributeKey.stringKey("rpc.system"),
      AttributeKey.stringKey("rpc.service"),
      AttributeKey.stringKey("rpc.method"),
      AttributeKey.stringKey("messaging.system"),
      AttributeKey.stringKey("messaging.destination.name"),
      AttributeKey.stringKey("messaging.operation.type"));

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");

  private RequestLineFields() {}

  /*
   * Fields of one prefix are consecutive, for profiles that write prefixes as objects; event.* is first, because it follows
   * event.dataset of the profile.
   */
  static Map<String, Object> fields(
      ReadableSpan root,
      SpanData data,
      SpanOutcome outcome,
      RequestRollup rollup,
      Map<String, String> links) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("event.kind", "event");
    fields.put("event.action", "request");
    fields.put("event.outcome", outcome.isError() ? "failure" : "success");
    fields.put("event.duration", root.getLatencyNanos());
    fields.put("event.start", instant(data.getStartEpochNanos()));
    put(fields, "error.type", outcome.type());
    put(fields, "error.message", outcome.message());
    for (AttributeKey<?> key : ATTRIBUTES) {
      put(fields, key.getKey(), root.getAttribute(key));
    }
    fields.put("request.name", RequestLineRedaction.of(root.getName()));
    fields.put("request.kind", root.getKind().name().toLowerCase(Locale.ROOT));
    fields.put("request.sampled", root.getSpanContext().isSampled());
    SpanContext parent = root.getParentSpanContext();
    put(fields, "request.parent_span_id", parent.isValid() ? parent.getSpanId() : null);
    rollup.forEach(fields::put);
    links.forEach((vendor, url) -> fields.put(TraceLinkRegistry.field(vendor), url));
    return fields;
  }

  /** Returns the message, for example {@code GET /orders/{id} 200 12 ms}. */
  static String message(ReadableSpan root, SpanOutcome outcome) {
    @Nullable String route = root.getAttribute(ROUTE);
    @Nullable String method = root.getAttribute(METHOD);
    @Nullable Long status = root.getAttribute(STATUS);
    var message = new StringBuilder();
    message.append(route == null || method == null ? root.getName() : method + ' ' + route);
    if (status != null) {
      message.append(' ').append(status);
    } else if (outcome.isError()) {
      message.append(" failed");
    }
    message.append(' ').append(root.getLatencyNanos() / 1_000_000).append(" ms");
    if (outcome.message() != null) {
      message.append(": ").append(outcome.message());
    }
    return RequestLineRedaction.of(message.toString());
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, RequestLineRedaction.of(name, value));
    }
  }

  private static String instant(long epochNanos) {
    return Instant.EPOCH.plus(epochNanos, ChronoUnit.NANOS).toString();
  }
}
