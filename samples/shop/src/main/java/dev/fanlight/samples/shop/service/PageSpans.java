/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import com.sun.net.httpserver.HttpExchange;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The spans of the login form, which browsers report when a login has ended: they become spans of the service
 * {@code browser}, with the ids that the browser chose. Any thread.
 *
 * <table>
 *   <caption>Endpoint</caption>
 *   <tr><td>{@code POST /page-span?traceparent=00-…&start=…&end=…&status=200}</td><td>times in milliseconds of
 *   the epoch; status 0 if the browser got no answer</td></tr>
 * </table>
 */
final class PageSpans implements AutoCloseable {
  private static final Pattern TRACE_PARENT =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-01");

  private final ReportedIds ids = new ReportedIds();
  private final SdkTracerProvider tracers;

  PageSpans(Resource frontend, SpanProcessor processor) {
    this.tracers = SdkTracerProvider.builder()
        .setResource(frontend.toBuilder().put("service.name", "browser").build())
        .setIdGenerator(ids)
        .addSpanProcessor(processor)
        .build();
  }

  /** Ends the span of the query, or answers 400. */
  void report(HttpExchange exchange) throws IOException {
    Matcher parent = TRACE_PARENT.matcher(QueryParameter.of(exchange, "traceparent", ""));
    long start = millis(exchange, "start");
    long end = millis(exchange, "end");
    if (!parent.matches() || start <= 0 || end < start) {
      JsonReply.json(400, "{}").send(exchange);
      return;
    }
    int status = (int) millis(exchange, "status");
    ids.use(parent.group(1), parent.group(2), () -> end(start, end, status));
    JsonReply.json(200, "{}").send(exchange);
  }

  private static long millis(HttpExchange exchange, String name) {
    String value = QueryParameter.of(exchange, name, "");
    return value.matches("[0-9]{1,15}") ? Long.parseLong(value) : 0;
  }

  private void end(long start, long end, int status) {
    Span span = tracers
        .get("shop.page")
        .spanBuilder("POST /login")
        .setNoParent()
        .setSpanKind(SpanKind.CLIENT)
        .setStartTimestamp(start, TimeUnit.MILLISECONDS)
        .setAttribute("http.request.method", "POST")
        .setAttribute("peer.service", "frontend")
        .startSpan();
    if (status > 0) {
      span.setAttribute("http.response.status_code", status);
    }
    if (status == 0 || status >= 400) {
      span.setAttribute("error.type", status == 0 ? "no_answer" : Integer.toString(status));
      span.setStatus(StatusCode.ERROR);
    }
    span.end(end, TimeUnit.MILLISECONDS);
  }

  /** Ends no further span; the processor is closed too. */
  @Override
  public void close() {
    tracers.close();
  }

  /** The ids of one report at a time; the SDK asks for them on the thread that starts the span. */
  private static final class ReportedIds implements IdGenerator {
    private String traceId = "";
    private String spanId = "";

    private synchronized void use(String reportedTrace, String reportedSpan, Runnable start) {
      traceId = reportedTrace;
      spanId = reportedSpan;
      start.run();
    }

    @Override
    public synchronized String generateTraceId() {
      return traceId;
    }

    @Override
    public synchronized String generateSpanId() {
      return spanId;
    }
  }
}
