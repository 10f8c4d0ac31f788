/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.metrics;

import dev.fanlight.metrics.MetricsBridge;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Real spans of the SDK, ended, in a ring: a tenth with status ERROR, durations up to 300 ms, 1% sampled. */
final class EndedSpans implements SpanProcessor {
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(1_000_000);

  private final List<ReadableSpan> ended = new ArrayList<>();

  /**
   * Spans of one kind.
   *
   * @param spans how many, a power of two
   * @param routes how many names they have
   */
  static ReadableSpan[] ended(int spans, int routes, SpanKind kind) {
    var keeper = new EndedSpans();
    try (var provider = SdkTracerProvider.builder()
        .setResource(Resource.create(Attributes.of(
            AttributeKey.stringKey("service.name"),
            "shop",
            AttributeKey.stringKey("service.version"),
            "1.4.2")))
        .setSampler(MetricsBridge.alwaysRecord(Sampler.traceIdRatioBased(0.01)))
        .addSpanProcessor(keeper)
        .build()) {
      var random = new Random(1);
      for (int i = 0; i < spans; i++) {
        end(provider.get("benchmark"), route(i % routes), kind, i % 10 == 0, random);
      }
    }
    return keeper.ended.toArray(ReadableSpan[]::new);
  }

  /** Returns a name without digits, so that no part of it is taken for an id. */
  private static String route(int i) {
    StringBuilder name = new StringBuilder("GET /shop");
    for (char digit : Integer.toString(i).toCharArray()) {
      name.append('/').append((char) ('k' + digit - '0'));
    }
    return name.toString();
  }

  private static void end(Tracer tracer, String name, SpanKind kind, boolean fails, Random random) {
    Span span = tracer
        .spanBuilder(name)
        .setSpanKind(kind)
        .setStartTimestamp(START_NANOS, TimeUnit.NANOSECONDS)
        .startSpan();
    span.setAttribute("http.request.method", "GET");
    span.setAttribute("http.route", name);
    span.setAttribute("http.response.status_code", fails ? 500 : 200);
    span.setAttribute("url.scheme", "https");
    span.setAttribute("server.address", "shop.example");
    span.setAttribute("server.port", 443);
    span.setAttribute("network.protocol.version", "1.1");
    span.setAttribute("user_agent.original", "curl/8.5.0");
    if (fails) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end(START_NANOS + random.nextInt(300_000_000), TimeUnit.NANOSECONDS);
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    ended.add(span);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
