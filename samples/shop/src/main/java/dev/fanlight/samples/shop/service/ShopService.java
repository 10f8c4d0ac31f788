/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.fanlight.samples.shop.child.Tether;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;

/** The common part of the three services: a server, a client, telemetry, and an orderly end. */
final class ShopService {
  private static final int THREADS =
      256; // logins that wait for an account host keep theirs for 6 s
  private static final int WAITING = 1_024;

  private final TelemetrySetup telemetry;
  private final ThreadPoolExecutor threads;
  private final HttpServer server;

  private ShopService(TelemetrySetup telemetry, ThreadPoolExecutor threads, HttpServer server) {
    this.telemetry = telemetry;
    this.threads = threads;
    this.server = server;
  }

  static ShopService open(ServiceSettings settings) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port());
    HttpServer server = HttpServer.create(address, WAITING);
    ThreadPoolExecutor threads = threads(settings.service());
    server.setExecutor(threads);
    server.createContext("/health", exchange -> JsonReply.json(200, "{}").send(exchange));
    return new ShopService(TelemetrySetup.start(settings), threads, server);
  }

  private static ThreadPoolExecutor threads(String service) {
    var number = new AtomicInteger();
    var queue = new ArrayBlockingQueue<Runnable>(WAITING);
    return new ThreadPoolExecutor(
        THREADS,
        THREADS,
        1,
        TimeUnit.MINUTES,
        queue,
        work -> new Thread(work, service + "-http-" + number.incrementAndGet()));
  }

  OpenTelemetry openTelemetry() {
    return telemetry.openTelemetry();
  }

  /**
   * Returns an OkHttp client with traced calls.
   *
   * @param peer the service that it calls
   * @param connect timeout of a connection
   * @param patience timeout of a call
   */
  OkHttpClient client(String peer, Duration connect, Duration patience) {
    return new OkHttpClient.Builder()
        .addInterceptor(new ClientTracing(openTelemetry(), peer))
        .eventListenerFactory(NetworkPhases.factory(openTelemetry().getTracer("shop.http.client")))
        .connectTimeout(connect)
        .readTimeout(patience)
        .retryOnConnectionFailure(false)
        .build();
  }

  /** Serves {@code path}, traced. */
  void serve(String path, HttpHandler handler) {
    HttpContext context = server.createContext(path, handler);
    context.getFilters().add(new ServerTracing(openTelemetry()));
  }

  /** Serves {@code path} without a span: the demo's page calls it. */
  void control(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  /** Returns the reports of spans from browsers. */
  PageSpans pageSpans() {
    return telemetry.pageSpans();
  }

  /** Listens until the parent closes the pipe; then answers the running requests, flushes and ends. */
  void run() {
    server.start();
    Tether.tie(Duration.ofSeconds(10), this::close);
  }

  private void close() {
    server.stop(1); // 1. take no more requests, finish the running ones
    threads.shutdown();
    telemetry.close(); // 2. every span has ended: send the queued spans
  }
}
