/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import io.prometheus.metrics.exporter.common.PrometheusHttpExchange;
import io.prometheus.metrics.exporter.common.PrometheusHttpRequest;
import io.prometheus.metrics.exporter.common.PrometheusHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A scrape in the form that the Prometheus client's handler requires. It collects the whole answer. One thread only. */
final class ScrapeExchange
    implements PrometheusHttpExchange, PrometheusHttpRequest, PrometheusHttpResponse {
  private static final Set<String> FORMATS =
      Set.of("debug=text", "debug=openmetrics", "debug=prometheus-protobuf");

  private final ScrapeRequest request;
  private final MetricsDrawer drawer;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(4 * 1024);
  private int status = 500;
  private @Nullable HttpAnswer failure;

  ScrapeExchange(ScrapeRequest request, MetricsDrawer drawer) {
    this.drawer = drawer;
    this.request = request;
  }

  /** Returns the answer of the handler. */
  HttpAnswer answer() {
    return failure == null ? new HttpAnswer(status, headers, body.toByteArray()) : failure;
  }

  @Override
  public PrometheusHttpRequest getRequest() {
    return this;
  }

  @Override
  public PrometheusHttpResponse getResponse() {
    return this;
  }

  /** Returns the parameters that the handler knows; it answers an unknown value of {@code debug} with 500. */
  @Override
  public @Nullable String getQueryString() {
    String query = request.query();
    if (query == null) {
      return null;
    }
    List<String> known = new ArrayList<>();
    for (String parameter : query.split("&", -1)) {
      String plain = URLDecoder.decode(parameter, StandardCharsets.UTF_8);
      if (plain.startsWith("name[]=") || FORMATS.contains(plain)) {
        known.add(parameter);
      }
    }
    return known.isEmpty() ? null : String.join("&", known);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(request.all(name));
  }

  /** Returns GET also for HEAD, which has the headers of GET, including the length of the body. */
  @Override
  public String getMethod() {
    return "GET";
  }

  @Override
  public String getRequestPath() {
    return request.path();
  }

  @Override
  public void setHeader(String name, String value) {
    if (!name.equalsIgnoreCase("Content-Length")) { // set from the size of the body
      headers.put(name, value);
    }
  }

  @Override
  public OutputStream sendHeadersAndGetBody(int statusCode, int contentLength) {
    status = statusCode;
    return body;
  }

  @Override
  public void handleException(IOException e) {
    failure = drawer.failed(e);
  }

  /** Reports that a collector failed: the scraper gets 500, the log has the cause. */
  @Override
  public void handleException(RuntimeException e) {
    failure = drawer.failed(e);
  }

  @Override
  public void close() {}
}
