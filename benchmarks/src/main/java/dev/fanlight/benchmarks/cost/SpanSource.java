/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/** Server spans as an HTTP service makes them: 13 attributes, every tenth failed with an exception. One thread. */
public final class SpanSource {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
  private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
  private static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
  private static final AttributeKey<String> PEER = AttributeKey.stringKey("network.peer.address");
  private static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");
  private static final AttributeKey<String> AGENT = AttributeKey.stringKey("user_agent.original");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> CUSTOMER = AttributeKey.stringKey("app.customer.tier");
  private static final Attributes EXCEPTION = Attributes.of(
      AttributeKey.stringKey("exception.type"),
      "java.lang.IllegalStateException",
      AttributeKey.stringKey("exception.message"),
      "the card was refused",
      AttributeKey.stringKey("exception.stacktrace"),
      "java.lang.IllegalStateException: the card was refused\n"
          + "\tat shop.payment.Card.charge(Card.java:88)\n".repeat(12));

  private final Tracer tracer;
  private long count;

  /** Spans of this tracer. */
  public SpanSource(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Starts and ends one span. */
  public void next() {
    long number = count++;
    boolean failed = number % 10 == 0;
    Span span =
        tracer.spanBuilder("GET /orders/{id}").setSpanKind(SpanKind.SERVER).startSpan();
    span.setAttribute(METHOD, "GET");
    span.setAttribute(ROUTE, "/orders/{id}");
    span.setAttribute(PATH, "/orders/" + number);
    span.setAttribute(QUERY, "expand=lines");
    span.setAttribute(SCHEME, "https");
    span.setAttribute(HOST, "shop.example.com");
    span.setAttribute(PORT, 443L);
    span.setAttribute(CLIENT, "203.0.113.7");
    span.setAttribute(PEER, "10.0.0.12");
    span.setAttribute(PEER_PORT, 40_000 + number % 20_000);
    span.setAttribute(AGENT, "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0");
    span.setAttribute(STATUS, failed ? 500L : 200L);
    span.setAttribute(CUSTOMER, number % 3 == 0 ? "gold" : "standard");
    if (failed) {
      span.addEvent("exception", EXCEPTION);
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
