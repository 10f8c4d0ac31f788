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
    String query = exchange.getRequestURI().getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      if (pair.startsWith("customer=")) {
        return URLDecoder.decode(pair.substring("customer=".length()), StandardCharsets.UTF_8);
      }
    }
    return "nobody";
  }
}
