/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders at {@code /order}, and asks {@code /stock}, which it serves itself: one trace with three spans. */
public final class OrderApplication {

  private static final Logger LOGGER = LoggerFactory.getLogger(OrderApplication.class);
  private static final int THREADS = 8;
  private static final int DEFAULT_PORT = 8080;

  private final HttpServer server;
  private final URI stock;
  private final HttpClient client = HttpClient.newHttpClient();

  private OrderApplication(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(new ThreadPoolExecutor(
        THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(1_000)));
    stock = URI.create("http://localhost:" + server.getAddress().getPort() + "/stock");
    server.createContext("/order", this::order);
    server.createContext("/stock", exchange -> answer(exchange, "7 in stock"));
  }

  /** Starts the application; the argument is its port, by default 8080. */
  public static void main(String[] arguments) throws IOException {
    int port = arguments.length == 0 ? DEFAULT_PORT : Integer.parseInt(arguments[0]);
    OrderApplication application = new OrderApplication(port);
    application.server.start();
    LOGGER.info("try http://localhost:{}/order", application.server.getAddress().getPort());
  }

  private void order(HttpExchange exchange) throws IOException {
    LOGGER.info("order received");
    try {
      HttpRequest request = HttpRequest.newBuilder(stock).build();
      answer(
          exchange,
          "ordered, " + client.send(request, BodyHandlers.ofString()).body().strip());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
