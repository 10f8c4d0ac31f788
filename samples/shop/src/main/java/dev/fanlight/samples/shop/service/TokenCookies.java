/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Middleware that keeps a customer's token set in cookies: the handler behind it is given token
 * sets, gives token sets, and never sees a cookie.
 */
record TokenCookies(Handler next) implements HttpHandler {
  private static final String ACCESS = "SHOP_ACCESS";
  private static final String REFRESH = "SHOP_REFRESH";
  private static final String SCOPES = "SHOP_SCOPES";

  /** The handler behind the middleware. */
  interface Handler {
    /**
     * Answers a customer.
     *
     * @param held the token set that came with the request, if it came whole
     */
    MiddlewareReply handle(String customer, Optional<TokenSet> held);
  }

  /** The reply to the customer; a token set goes into cookies. */
  record MiddlewareReply(JsonReply reply, Optional<TokenSet> tokens) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Optional<TokenSet> held = read(exchange.getRequestHeaders());
    MiddlewareReply answer = next.handle(QueryParameter.customer(exchange), held);
    answer.tokens().ifPresent(tokens -> write(exchange.getResponseHeaders(), tokens));
    answer.reply().send(exchange);
  }

  private static Optional<TokenSet> read(Headers headers) {
    Map<String, String> cookies = new HashMap<>();
    for (String header : headers.getOrDefault("Cookie", List.of())) {
      for (String pair : header.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          cookies.put(
              pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
        }
      }
    }
    String access = cookies.get(ACCESS);
    String refresh = cookies.get(REFRESH);
    String scopes = cookies.get(SCOPES);
    return access == null || refresh == null || scopes == null
        ? Optional.empty()
        : Optional.of(new TokenSet(access, refresh, Set.copyOf(List.of(scopes.split("\\+", -1)))));
  }

  private static void write(Headers headers, TokenSet tokens) {
    set(headers, ACCESS, tokens.access());
    set(headers, REFRESH, tokens.refresh());
    set(headers, SCOPES, String.join("+", tokens.scopes()));
  }

  private static void set(Headers headers, String name, String value) {
    headers.add("Set-Cookie", name + "=" + value + "; Path=/; HttpOnly; SameSite=Lax");
  }
}
