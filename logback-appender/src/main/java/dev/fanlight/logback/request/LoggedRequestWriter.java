/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import dev.fanlight.logback.internal.event.EventTrace;
import dev.fanlight.logback.internal.event.TraceLinkRegistry;
import dev.fanlight.logback.internal.event.TraceMarker;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** The writer that logs the lines through logback, on the thread that ends the span. */
final class LoggedRequestWriter implements RequestLineWriter {
  private final Logger logger;
  private final Set<String> attributes;

  LoggedRequestWriter(String logger, List<String> attributes) {
    this.logger = LoggerFactory.getLogger(logger);
    this.attributes = new HashSet<>(attributes);
  }

  /* The marker contains the trace: when a local root ends, the current span is already the span that was current before. */
  @Override
  public void write(
      ReadableSpan root, SpanData data, SpanOutcome outcome, RequestRollup rollup, boolean isSlow) {
    SpanContext span = root.getSpanContext();
    EventTrace trace = EventTrace.of(span, span.getSpanId());
    Map<String, Object> fields = RequestLineFields.fields(
        root, data, outcome, rollup, TraceLinkRegistry.process().of(trace));
    LoggingEventBuilder event =
        logger.atLevel(level(outcome, isSlow)).addMarker(new TraceMarker(trace, fields));
    event = add(event, rollup.baggage());
    event = add(event, data);
    event.log(RequestLineFields.message(root, outcome));
  }

  private static LoggingEventBuilder add(LoggingEventBuilder start, Map<String, String> baggage) {
    LoggingEventBuilder event = start;
    for (Map.Entry<String, String> entry : baggage.entrySet()) {
      event = event.addKeyValue(
          entry.getKey(), RequestLineRedaction.of(entry.getKey(), entry.getValue()));
    }
    return event;
  }

  private LoggingEventBuilder add(LoggingEventBuilder start, SpanData data) {
    LoggingEventBuilder event = start;
    if (!attributes.isEmpty()) {
      for (Map.Entry<AttributeKey<?>, Object> entry :
          data.getAttributes().asMap().entrySet()) {
        if (attributes.contains(entry.getKey().getKey())) {
          String key = entry.getKey().getKey();
          event = event.addKeyValue(key, RequestLineRedaction.of(key, entry.getValue()));
        }
      }
    }
    return event;
  }

  private static Level level(SpanOutcome outcome, boolean isSlow) {
    if (outcome.isError()) {
      return Level.ERROR;
    }
    return isSlow ? Level.WARN : Level.INFO;
  }
}
