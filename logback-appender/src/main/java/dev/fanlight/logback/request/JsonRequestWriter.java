/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import dev.fanlight.logback.internal.event.EventTrace;
import dev.fanlight.logback.internal.event.TraceLinkRegistry;
import dev.fanlight.logback.internal.field.JsonValueWriter;
import dev.fanlight.logback.internal.field.LabelKey;
import dev.fanlight.logback.internal.json.FieldKey;
import dev.fanlight.logback.internal.json.JsonLine;
import dev.fanlight.logback.internal.json.KeyPrefix;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The writer that encodes the lines itself, with the names of the profile {@code ecs}, and hands them to a queue. It needs no
 * logback; the names and the identity of the service come from the resource of the span.
 */
final class JsonRequestWriter implements RequestLineWriter {
  /** The default maximum of the encoder for logback. */
  private static final int MAX_BYTES = 16_000;

  private static final String ECS_VERSION = "9.4.0";
  private static final FieldKey TRUNCATED = FieldKey.dotted("log.truncated");
  private static final KeyPrefix LABELS = KeyPrefix.dotted("labels");
  private static final KeyPrefix NUMBERS = KeyPrefix.dotted("numeric_labels");
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

  /** The attributes of the resource, with the names of their fields. */
  private static final Map<String, AttributeKey<String>> RESOURCE = Map.of(
      "service.version", AttributeKey.stringKey("service.version"),
      "service.environment", AttributeKey.stringKey("deployment.environment.name"),
      "service.node.name", AttributeKey.stringKey("service.instance.id"));

  private static final List<String> RESOURCE_FIELDS =
      List.of("service.version", "service.environment", "service.node.name");

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
          "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
      .withZone(ZoneOffset.UTC);

  private final String logger;
  private final Set<String> attributes;
  private final RequestLineQueue queue;

  JsonRequestWriter(String logger, List<String> attributes, RequestLineQueue queue) {
    this.logger = logger;
    this.attributes = Set.copyOf(attributes);
    this.queue = queue;
  }

  @Override
  public void write(
      ReadableSpan root, SpanData data, SpanOutcome outcome, RequestRollup rollup, boolean isSlow) {
    SpanContext span = root.getSpanContext();
    Map<String, String> links =
        TraceLinkRegistry.process().of(EventTrace.of(span, span.getSpanId()));
    JsonLine line = new JsonLine(MAX_BYTES, TRUNCATED);
    line.begin();
    put(line, "@timestamp", TIME.format(Instant.EPOCH.plusNanos(data.getEndEpochNanos())));
    put(line, "log.level", outcome.isError() ? "ERROR" : isSlow ? "WARN" : "INFO");
    put(line, "message", RequestLineFields.message(root, outcome));
    put(line, "ecs.version", ECS_VERSION);
    String service = service(line, data.getResource());
    put(line, "process.thread.name", Thread.currentThread().getName());
    put(line, "log.logger", logger);
    put(line, "trace.id", span.getTraceId());
    put(line, "transaction.id", span.getSpanId());
    put(line, "span.id", span.getSpanId());
    put(line, "event.dataset", service);
    RequestLineFields.fields(root, data, outcome, rollup, links)
        .forEach((key, value) -> put(line, key, value));
    labels(line, data, rollup);
    queue.offer(line.finish());
  }

  private static String service(JsonLine line, Resource resource) {
    String name = resource.getAttribute(SERVICE);
    String service = name == null ? "unknown_service:java" : name;
    put(line, "service.name", service);
    for (String field : RESOURCE_FIELDS) {
      AttributeKey<String> key = RESOURCE.get(field);
      String value = key == null ? null : resource.getAttribute(key);
      if (value != null) {
        put(line, field, value);
      }
    }
    return service;
  }

  /** Writes baggage and attributes that the file asks for, texts first, as the profile does. */
  private void labels(JsonLine line, SpanData data, RequestRollup rollup) {
    Map<String, Object> labels = new LinkedHashMap<>();
    rollup.baggage().forEach((key, value) -> labels.put(key, RequestLineRedaction.of(key, value)));
    if (!attributes.isEmpty()) {
      data.getAttributes().forEach((key, value) -> {
        if (attributes.contains(key.getKey())) {
          labels.put(key.getKey(), RequestLineRedaction.of(key.getKey(), value));
        }
      });
    }
    labels.forEach((key, value) -> {
      if (!isNumber(value)) {
        line.key(LABELS, LabelKey.clean(key)).string(String.valueOf(value));
      }
    });
    labels.forEach((key, value) -> {
      if (isNumber(value)) {
        JsonValueWriter.write(line.key(NUMBERS, LabelKey.clean(key)), value);
      }
    });
  }

  private static boolean isNumber(@Nullable Object value) {
    return value instanceof Long || (value instanceof Double number && Double.isFinite(number));
  }

  private static void put(JsonLine line, String name, @Nullable Object value) {
    JsonValueWriter.write(line.key(KeyPrefix.NONE, name), value);
  }

  @Override
  public Map<String, Long> dropped() {
    return queue.dropped();
  }

  @Override
  public void flush(Duration timeout) throws InterruptedException {
    queue.flush(timeout);
  }

  @Override
  public void close() {
    queue.close();
  }
}
