/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.status.Status;
import dev.fanlight.logback.CapturingAppender;
import dev.fanlight.logback.FanlightEncoder;
import dev.fanlight.logback.StrictJson;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to the request log and to a logger of an application, and makes requests. */
final class RequestLines implements AutoCloseable {
  static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  static final String PARENT = "00f067aa0ba902b7";
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger logger = context.getLogger("shop");
  private final CapturingAppender appender = new CapturingAppender();
  private final List<Map<String, Object>> lines = new ArrayList<>();

  RequestLines() {
    this("ecs");
  }

  RequestLines(String profile) {
    var encoder = new FanlightEncoder();
    encoder.setContext(context);
    encoder.setServiceName("shop");
    encoder.setProfile(profile);
    encoder.setTraceLinks("true");
    encoder.start();
    var sink = new AppenderBase<ILoggingEvent>() {
      @Override
      protected void append(ILoggingEvent event) {
        lines.add(StrictJson.line(encoder.encode(event)));
      }
    };
    sink.setContext(context);
    sink.start();
    appender.setContext(context);
    appender.addAppender(sink);
    appender.start();
    context.getLogger("fanlight.request").addAppender(appender);
    context.getLogger("shop").addAppender(appender);
    context.getLogger("shop").setLevel(Level.TRACE);
  }

  @Override
  public void close() {
    context.getLogger("fanlight.request").detachAppender(appender);
    context.getLogger("shop").detachAppender(appender);
    appender.stop();
  }

  /** The application's, at every level. */
  Logger logger() {
    return logger;
  }

  List<Map<String, Object>> lines() {
    return lines;
  }

  /** The only line. */
  Map<String, Object> line() {
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  /** What logback was told about the configuration. */
  List<Status> statuses() {
    return context.getStatusManager().getCopyOfStatusList();
  }

  static SdkTracerProvider tracing(RequestLog.Builder log, Sampler sampler) {
    return SdkTracerProvider.builder()
        .setSampler(sampler)
        .addSpanProcessor(log.build())
        .build();
  }

  static Span server(SdkTracerProvider tracing, String name) {
    return server(tracing, name, Baggage.empty());
  }

  static Span server(SdkTracerProvider tracing, String name, Baggage baggage) {
    Span parent = Span.wrap(SpanContext.createFromRemoteParent(
        TRACE, PARENT, TraceFlags.getSampled(), TraceState.getDefault()));
    return request(tracing, name)
        .setParent(Context.root().with(parent).with(baggage))
        .startSpan();
  }

  static Span child(SdkTracerProvider tracing, Span parent, String name) {
    return tracing
        .get("test")
        .spanBuilder(name)
        .setSpanKind(SpanKind.CLIENT)
        .setParent(Context.root().with(parent))
        .setStartTimestamp(START)
        .startSpan();
  }

  static SpanBuilder request(SdkTracerProvider tracing, String name) {
    return tracing
        .get("test")
        .spanBuilder(name)
        .setSpanKind(SpanKind.SERVER)
        .setStartTimestamp(START);
  }

  static void end(Span span, Duration after) {
    span.end(START.plus(after));
  }
}
