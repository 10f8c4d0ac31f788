/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A reply in JSON. */
record JsonReply(int status, String body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  static JsonReply json(int status, String body) {
    return new JsonReply(status, body);
  }

  static JsonReply of(int status, Map<String, ?> fields) {
    return new JsonReply(status, JSON.writeValueAsString(fields));
  }

  void send(HttpExchange exchange) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
