/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request of a browser to the page's server, with its checks. */
record PageRequest(HttpExchange exchange) {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  /*
   * A page of another site whose host name resolves to loopback (DNS rebinding) could read the page and press its
   * buttons, but its requests have its own host name. Other pages can send a POST blindly, but not with our Origin.
   */
  /** Returns the reason to refuse the request; null if it is from a browser that shows this page. */
  @Nullable String objection() {
    String host = header("Host");
    if (!LOCAL.contains(host.replaceFirst(":[0-9]{1,5}$", ""))) {
      return "The Host header does not name this machine's loopback address.";
    }
    return switch (method()) {
      case "GET" -> null;
      case "POST" ->
        header("Origin").equals("http://" + host)
            ? null
            : "The Origin header is not that of this page.";
      default -> "Only GET and POST are answered.";
    };
  }

  String method() {
    return exchange.getRequestMethod();
  }

  String path() {
    return exchange.getRequestURI().getPath();
  }

  /** Returns the first header of this name; empty if there is none. */
  String header(String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  /** Returns the query as it was sent; empty if there is none. */
  String query() {
    String query = exchange.getRequestURI().getRawQuery();
    return query == null ? "" : query;
  }

  /** Returns a decoded parameter of the query; empty if it is absent. */
  String parameter(String name) {
    for (String pair : query().split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  void answer(int status, Map<String, String> headers, byte[] body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    headers.forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  void answer(int status, String type, String body) throws IOException {
    answer(status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
  }
}
