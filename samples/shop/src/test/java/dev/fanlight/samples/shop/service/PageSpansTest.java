/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageSpansTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  private final List<SpanData> ended = new CopyOnWriteArrayList<>();
  private final PageSpans spans = new PageSpans(Resource.getDefault(), new Recorder());
  private HttpServer server;

  @BeforeEach
  void open() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/page-span", spans::report);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    spans.close();
  }

  @Test
  void the_span_of_the_page_keeps_the_ids_and_times_of_the_browser() throws Exception {
    int status = report("00-" + TRACE + "-" + SPAN + "-01", 1_000, 1_250);

    assertThat(status).isEqualTo(200);
    assertThat(ended).hasSize(1);
    SpanData span = ended.get(0);
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getSpanId()).isEqualTo(SPAN);
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(250_000_000);
    assertThat(span.getResource().getAttributes().asMap().values()).contains("browser");
  }

  @Test
  void a_report_that_is_no_span_is_refused() throws Exception {
    assertThat(report("00-" + TRACE + "-" + SPAN + "-00", 1_000, 1_250)).isEqualTo(400);
    assertThat(report("00-" + "0".repeat(32) + "-" + SPAN + "-01", 1_000, 1_250))
        .isEqualTo(400);
    assertThat(report("00-" + TRACE + "-" + SPAN + "-01", 1_250, 1_000)).isEqualTo(400);
    assertThat(report("", 1_000, 1_250)).isEqualTo(400);

    assertThat(ended).isEmpty();
  }

  private int report(String traceParent, long start, long end) throws Exception {
    URI uri = URI.create("http://localhost:" + server.getAddress().getPort()
        + "/page-span?traceparent=" + traceParent + "&start=" + start + "&end=" + end
        + "&status=200");
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private final class Recorder implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      ended.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
