/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server span around each request, child of the caller's {@code traceparent}. */
final class ServerTracing extends Filter {
  private static final TextMapGetter<Headers> HEADERS =
      (headers, name) -> headers == null ? null : headers.getFirst(name);

  private static final Logger LOG = LoggerFactory.getLogger(ServerTracing.class);

  private final OpenTelemetry telemetry;
  private final Tracer tracer;

  ServerTracing(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
    this.tracer = telemetry.getTracer("shop.http.server");
  }

  @Override
  public String description() {
    return "a server span around each request";
  }

  @Override
  @SuppressWarnings("try") // the scope is there to be left
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    Context caller = telemetry
        .getPropagators()
        .getTextMapPropagator()
        .extract(Context.root(), exchange.getRequestHeaders(), HEADERS);
    Span span = start(exchange, caller);
    try (Scope ignored = caller.with(span).makeCurrent()) {
      exchange.getResponseHeaders().set("traceresponse", traceResponse(span.getSpanContext()));
      chain.doFilter(exchange);
    } catch (RuntimeException e) { // no customer is left without an answer
      span.recordException(e);
      LOG.atError().setCause(e).log("unexpected failure");
      JsonReply.json(500, "{}").send(exchange);
    } finally {
      settle(span, exchange.getResponseCode());
      span.end();
    }
  }

  private Span start(HttpExchange exchange, Context caller) {
    String method = exchange.getRequestMethod();
    String route = exchange.getHttpContext().getPath();
    return tracer
        .spanBuilder(method + " " + route)
        .setParent(caller)
        .setSpanKind(SpanKind.SERVER)
        .setAttribute("http.request.method", method)
        .setAttribute("http.route", route)
        .setAttribute("url.path", exchange.getRequestURI().getPath())
        .setAttribute("url.scheme", "http")
        .setAttribute("server.address", exchange.getLocalAddress().getHostString())
        .setAttribute("server.port", exchange.getLocalAddress().getPort())
        .startSpan();
  }

  private static void settle(Span span, int status) {
    span.setAttribute("http.response.status_code", status);
    if (status >= 500) {
      span.setAttribute("error.type", Integer.toString(status));
      span.setStatus(StatusCode.ERROR);
    }
  }

  /* W3C Trace Context, level 2 draft: tells the customer which trace this request was. */
  private static String traceResponse(SpanContext span) {
    return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
        + span.getTraceFlags().asHex();
  }
}
