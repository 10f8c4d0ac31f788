/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** A parameter of a request's query. */
final class QueryParameter {
  private QueryParameter() {}

  /** Returns the decoded value of {@code customer}, or "nobody" if it is absent. */
  static String customer(HttpExchange exchange) {
    return of(exchange, "customer", "nobody");
  }

  /** Returns the decoded value of the parameter, or {@code otherwise} if it is absent. */
  static String of(HttpExchange exchange, String name, String otherwise) {
    String query = exchange.getRequestURI().getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return otherwise;
  }
}
