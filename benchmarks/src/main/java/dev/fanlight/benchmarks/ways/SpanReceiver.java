/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.ways;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** A vendor that accepts every request, and keeps the time of the first one. */
final class SpanReceiver implements AutoCloseable {
  private final HttpServer server;
  private final AtomicLong firstNanos = new AtomicLong();

  private SpanReceiver(HttpServer server) {
    this.server = server;
  }

  static SpanReceiver start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SpanReceiver receiver = new SpanReceiver(server);
    server.createContext("/v1/traces", receiver::accept);
    server.start();
    return receiver;
  }

  private void accept(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      firstNanos.compareAndSet(0, System.nanoTime());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  /** Forgets the time. */
  void reset() {
    firstNanos.set(0);
  }

  /** Returns the time of the first request, as of {@link System#nanoTime}; 0 if there was none. */
  long firstNanos() {
    return firstNanos.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
