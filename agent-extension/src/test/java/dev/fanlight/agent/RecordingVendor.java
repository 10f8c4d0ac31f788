/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.agent;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A vendor that accepts every request and remembers its text: names of spans are readable in protobuf and in JSON. */
final class RecordingVendor implements AutoCloseable {
  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<Headers> headers = new CopyOnWriteArrayList<>();

  private RecordingVendor(HttpServer server) {
    this.server = server;
  }

  static RecordingVendor start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RecordingVendor vendor = new RecordingVendor(server);
    server.createContext("/", vendor::handle);
    server.start();
    return vendor;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
        body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
      }
      bodies.add(new String(body, StandardCharsets.ISO_8859_1));
      headers.add(exchange.getRequestHeaders());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /** Returns the address of the server, to which a vendor's path is added. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns true if a request contained the text. */
  boolean hasReceived(String text) {
    return bodies.stream().anyMatch(body -> body.contains(text));
  }

  /** Returns the value of a header in each request. */
  List<String> headers(String name) {
    return headers.stream().map(each -> String.valueOf(each.getFirst(name))).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
