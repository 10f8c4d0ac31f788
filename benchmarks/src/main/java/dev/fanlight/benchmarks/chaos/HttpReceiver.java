/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.fanlight.benchmarks.chaos.ReceiverReply.Ending;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The receiver over HTTP or HTTPS, for OTLP in protobuf and for Zipkin's JSON. */
final class HttpReceiver implements ReceiverServer {

  private static final int THREADS = 16;
  private static final int CUT_LENGTH = 100;

  private final ReceiverPolicy policy;
  private final ReceiverProtocol protocol;
  private @Nullable HttpServer server;
  private @Nullable ThreadPoolExecutor threads;

  HttpReceiver(ReceiverPolicy policy, ReceiverProtocol protocol) {
    this.policy = policy;
    this.protocol = protocol;
  }

  @Override
  public void open(int port, Optional<Path> certificates)
      throws IOException, GeneralSecurityException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer opened;
    if (certificates.isPresent()) {
      HttpsServer secure = HttpsServer.create(address, 0);
      secure.setHttpsConfigurator(
          new HttpsConfigurator(Certificates.serverContext(certificates.get())));
      opened = secure;
    } else {
      opened = HttpServer.create(address, 0);
    }
    threads = new ThreadPoolExecutor(
        THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1_000));
    opened.setExecutor(threads);
    opened.createContext("/", this::handle);
    opened.start();
    server = opened;
  }

  @Override
  public void close() {
    if (server != null && threads != null) {
      server.stop(0);
      threads.shutdownNow();
      server = null;
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] message = message(exchange);
      SpanIds ids =
          protocol == ReceiverProtocol.ZIPKIN ? SpanIds.ofZipkin(message) : SpanIds.ofOtlp(message);
      String key = exchange.getRequestHeaders().getFirst("Authorization");
      ReceiverReply reply = policy.reply(ids, key == null ? "" : key);
      if (reply.ending() == Ending.WHOLE) {
        answer(exchange, reply);
        policy.answered(reply);
      } else if (reply.ending() == Ending.CUT) {
        exchange.sendResponseHeaders(reply.status(), CUT_LENGTH);
        exchange.getResponseBody().write(new byte[CUT_LENGTH / 2]);
        exchange.getResponseBody().flush();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] message(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!"gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      return body;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }

  private void answer(HttpExchange exchange, ReceiverReply reply) throws IOException {
    byte[] body = reply.rejected() > 0 ? PartialSuccess.encode(reply.rejected()) : new byte[0];
    if (protocol == ReceiverProtocol.OTLP_HTTP) {
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    }
    if (reply.retryAfterSeconds() > 0) {
      exchange.getResponseHeaders().set("Retry-After", Integer.toString(reply.retryAfterSeconds()));
    }
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().close();
  }
}
