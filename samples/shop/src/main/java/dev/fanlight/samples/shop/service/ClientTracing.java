/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A client span around each OkHttp call, sent along as {@code traceparent}. */
final class ClientTracing implements Interceptor {
  private final OpenTelemetry telemetry;
  private final Tracer tracer;
  private final String peer;

  ClientTracing(OpenTelemetry telemetry, String peer) {
    this.telemetry = telemetry;
    this.peer = peer;
    this.tracer = telemetry.getTracer("shop.http.client");
  }

  @Override
  @SuppressWarnings("try") // the scope is there to be left
  public Response intercept(Chain chain) throws IOException {
    Span span = start(chain.request());
    try (Scope ignored = span.makeCurrent()) {
      Response response = chain.proceed(withTraceParent(chain.request()));
      settle(span, response.code());
      return response;
    } catch (IOException e) {
      span.setAttribute("error.type", e.getClass().getName());
      span.recordException(e);
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
    }
  }

  private Span start(Request request) {
    return tracer
        .spanBuilder(request.method() + " " + request.url().encodedPath())
        .setSpanKind(SpanKind.CLIENT)
        .setAttribute("http.request.method", request.method())
        .setAttribute("url.full", request.url().toString())
        .setAttribute("peer.service", peer)
        .setAttribute("server.address", request.url().host())
        .setAttribute("server.port", request.url().port())
        .startSpan();
  }

  private Request withTraceParent(Request request) {
    Request.Builder traced = request.newBuilder();
    telemetry
        .getPropagators()
        .getTextMapPropagator()
        .inject(Context.current(), traced, ClientTracing::set);
    return traced.build();
  }

  private static void set(Request.@Nullable Builder carrier, String key, String value) {
    if (carrier != null) {
      carrier.header(key, value);
    }
  }

  private static void settle(Span span, int status) {
    span.setAttribute("http.response.status_code", status);
    if (status >= 400) {
      span.setAttribute("error.type", Integer.toString(status));
      span.setStatus(StatusCode.ERROR);
    }
  }
}
