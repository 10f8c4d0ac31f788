/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The listener that users copy. */
class NetworkPhasesTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final Ended ended = new Ended();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(ended).build();
  private final Tracer tracer = provider.get("test");
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
    server.createContext("/", exchange -> {
      try (exchange) {
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write(new byte[] {'o', 'k'});
      }
    });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    provider.close();
  }

  @Test
  @SuppressWarnings("try") // the scope is there to be left
  void each_phase_of_a_call_is_one_span_and_a_connection_is_used_again_without_new_ones()
      throws Exception {
    OkHttpClient client = client(HERE);
    Span caller = tracer.spanBuilder("caller").startSpan();

    try (Scope ignored = caller.makeCurrent()) {
      get(client, "account.test", server.getAddress().getPort());
      get(client, "account.test", server.getAddress().getPort());
    }

    assertThat(ended.spans)
        .extracting(SpanData::getName)
        .containsExactly(
            "http.dns",
            "http.connect",
            "http.send",
            "http.wait",
            "http.receive",
            "http.send",
            "http.wait",
            "http.receive");
    assertThat(ended.spans)
        .allMatch(span -> span.getParentSpanId().equals(caller.getSpanContext().getSpanId()))
        .allMatch(span -> span.getAttributes().asMap().containsValue("account.test"))
        .allMatch(span -> span.getStatus().getStatusCode() == StatusCode.UNSET);
    client.connectionPool().evictAll();
  }

  @Test
  void a_name_that_does_not_resolve_is_seen_as_dns() {
    assertThatThrownBy(() -> get(client(), "gone.test", 80))
        .isInstanceOf(UnknownHostException.class);

    assertThat(failed()).containsExactly("http.dns");
    assertThat(ended.spans).hasSize(1);
  }

  @Test
  void a_host_that_refuses_is_seen_as_connect() throws Exception {
    int shut;
    try (var socket = new ServerSocket(0, 1, HERE)) {
      shut = socket.getLocalPort();
    }

    assertThatThrownBy(() -> get(client(HERE), "shut.test", shut))
        .isInstanceOf(ConnectException.class);

    assertThat(failed()).containsExactly("http.connect");
    assertThat(ended.spans).hasSize(2);
  }

  private List<String> failed() {
    return ended.spans.stream()
        .filter(span -> span.getStatus().getStatusCode() == StatusCode.ERROR)
        .map(SpanData::getName)
        .toList();
  }

  private OkHttpClient client(InetAddress... addresses) {
    return new OkHttpClient.Builder()
        .dns(name -> {
          if (addresses.length == 0) {
            throw new UnknownHostException(name);
          }
          return List.of(addresses);
        })
        .eventListenerFactory(NetworkPhases.factory(tracer))
        .build();
  }

  private static void get(OkHttpClient client, String host, int port) throws IOException {
    var request = new Request.Builder().url("http://" + host + ":" + port + "/").build();
    try (var response = client.newCall(request).execute()) {
      assertThat(response.body().string()).isEqualTo("ok");
    }
  }

  private static final class Ended implements SpanProcessor {
    private final List<SpanData> spans = new CopyOnWriteArrayList<>();

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
