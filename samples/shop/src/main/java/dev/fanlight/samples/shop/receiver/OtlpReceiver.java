/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.receiver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fanlight.samples.shop.child.Tether;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * An OTLP receiver in a process of its own.
 *
 * <table>
 *   <caption>Endpoints</caption>
 *   <tr><td>{@code POST /v1/traces}</td><td>OTLP over HTTP, protobuf, plain or gzip</td></tr>
 *   <tr><td>{@code GET /traces?ids=a,b}</td><td>the spans of these traces, as decoded</td></tr>
 *   <tr><td>{@code GET /stats}</td><td>how many requests, spans, and spans seen twice</td></tr>
 *   <tr><td>{@code POST /hang?millis=5000}</td><td>answers no export for so long</td></tr>
 *   <tr><td>{@code POST /refuse?millis=5000}</td><td>answers 503 to every export for so long</td></tr>
 *   <tr><td>{@code POST /key?value=k2}</td><td>from now on answers 401 to exports without {@code x-api-key:
 *   k2}; before the first such request, every key is right</td></tr>
 * </table>
 */
final class OtlpReceiver {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int THREADS = 32;

  private final DecodedSpans decoded;
  private final RequestGate hang = new RequestGate();
  private final RequestGate refusal = new RequestGate();
  private volatile String key = "";

  private OtlpReceiver(DecodedSpans decoded) {
    this.decoded = decoded;
  }

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    var number = new AtomicInteger();
    server.setExecutor(new ThreadPoolExecutor(
        THREADS,
        THREADS,
        1,
        TimeUnit.MINUTES,
        new ArrayBlockingQueue<>(1_024),
        work -> new Thread(work, "receiver-http-" + number.incrementAndGet())));
    var receiver = new OtlpReceiver(new DecodedSpans());
    server.createContext("/v1/traces", receiver::export);
    server.createContext("/traces", receiver::traces);
    server.createContext("/stats", receiver::stats);
    server.createContext("/hang", exchange -> shut(exchange, receiver.hang));
    server.createContext("/refuse", exchange -> shut(exchange, receiver.refusal));
    server.createContext("/key", receiver::changeKey);
    server.createContext("/health", exchange -> answer(exchange, "application/json", "{}"));
    server.start();
    Tether.tie(Duration.ofSeconds(10), () -> server.stop(0));
  }

  private void export(HttpExchange exchange) throws IOException {
    hang.await();
    if (!key.isEmpty() && !key.equals(exchange.getRequestHeaders().getFirst("x-api-key"))) {
      refuse(exchange, 401);
      return;
    }
    if (refusal.isShut()) {
      exchange.getResponseHeaders().set("Retry-After", "1");
      refuse(exchange, 503);
      return;
    }
    decoded.add(ExportTraceServiceRequest.parseFrom(body(exchange)));
    byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static void refuse(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void changeKey(HttpExchange exchange) throws IOException {
    key = parameter(exchange, "value");
    answer(exchange, "application/json", "{}");
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream in = exchange.getRequestBody()) {
      return (gzip ? new GZIPInputStream(in) : in).readAllBytes();
    }
  }

  private void traces(HttpExchange exchange) throws IOException {
    List<String> ids = List.of(parameter(exchange, "ids").split(",", -1));
    answer(exchange, "application/json", JSON.writeValueAsString(decoded.spansOf(ids)));
  }

  private void stats(HttpExchange exchange) throws IOException {
    answer(exchange, "application/json", JSON.writeValueAsString(decoded.stats()));
  }

  private static void shut(HttpExchange exchange, RequestGate door) throws IOException {
    door.start(Duration.ofMillis(Long.parseLong(parameter(exchange, "millis"))));
    answer(exchange, "application/json", "{}");
  }

  private static String parameter(HttpExchange exchange, String name) {
    String query = exchange.getRequestURI().getQuery();
    if (query == null || !query.startsWith(name + "=")) {
      throw new IllegalArgumentException("?" + name + "= is missing");
    }
    return query.substring(name.length() + 1);
  }

  private static void answer(HttpExchange exchange, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
