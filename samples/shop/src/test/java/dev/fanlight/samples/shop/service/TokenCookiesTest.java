/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenCookiesTest {
  private static final TokenSet TOKENS =
      new TokenSet("access", "refresh", Set.of("shop:session", "shop:order"));

  private final List<Optional<TokenSet>> held = new ArrayList<>();
  private Optional<TokenSet> given = Optional.of(TOKENS);
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", new TokenCookies(this::handle));
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void a_token_set_given_comes_back_with_the_next_request() throws Exception {
    List<String> cookies = visit(Optional.empty()).headers().allValues("Set-Cookie");
    visit(Optional.of(pairs(cookies)));

    assertThat(held).containsExactly(Optional.empty(), Optional.of(TOKENS));
  }

  @Test
  void scripts_never_see_a_token() throws Exception {
    assertThat(visit(Optional.empty()).headers().allValues("Set-Cookie"))
        .hasSize(3)
        .allMatch(cookie -> cookie.contains("HttpOnly"));
  }

  @Test
  void half_a_token_set_is_none() throws Exception {
    visit(Optional.of("SHOP_ACCESS=access; other=1"));

    assertThat(held).containsExactly(Optional.empty());
  }

  @Test
  void nothing_is_written_where_nothing_is_given() throws Exception {
    given = Optional.empty();

    assertThat(visit(Optional.empty()).headers().allValues("Set-Cookie")).isEmpty();
  }

  private TokenCookies.MiddlewareReply handle(String customer, Optional<TokenSet> tokens) {
    held.add(tokens);
    return new TokenCookies.MiddlewareReply(JsonReply.json(200, "{}"), given);
  }

  private HttpResponse<String> visit(Optional<String> cookies)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/?customer=anna");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    cookies.ifPresent(value -> request.header("Cookie", value));
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String pairs(List<String> cookies) {
    return String.join(
        "; ", cookies.stream().map(cookie -> cookie.split(";", 2)[0]).toList());
  }
}
