/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The frontend of the Product team, to which customers send their requests. */
final class Frontend {
  private static final Logger LOG = LoggerFactory.getLogger(Frontend.class);
  private static final RequestBody EMPTY = RequestBody.create(new byte[0]);

  private final OkHttpClient client;
  private final HttpUrl backend;

  private Frontend(OkHttpClient client, HttpUrl backend) {
    this.client = client;
    this.backend = backend;
  }

  public static void main(String[] args) throws IOException {
    ShopService service = ShopService.open(ServiceSettings.of("frontend"));
    var frontend = new Frontend(
        service.client("backend", Duration.ofSeconds(1), Duration.ofSeconds(15)),
        HttpUrl.get(ServiceSettings.variable("backend")));
    service.serve("/login", frontend::login);
    service.control("/page-span", service.pageSpans()::report);
    service.run();
  }

  private void login(HttpExchange exchange) throws IOException {
    String customer = QueryParameter.customer(exchange);
    HttpUrl url = backend
        .newBuilder()
        .addPathSegment("session")
        .addQueryParameter("customer", customer)
        .build();
    Request.Builder request = new Request.Builder().url(url).post(EMPTY);
    String cookies = exchange.getRequestHeaders().getFirst("Cookie");
    if (cookies != null) {
      request.header("Cookie", cookies);
    }
    try (Response response = client.newCall(request.build()).execute()) {
      var log = response.isSuccessful() ? LOG.atInfo() : LOG.atWarn();
      log.addKeyValue("customer", customer)
          .addKeyValue("status", response.code())
          .log(response.isSuccessful() ? "login" : "login failed");
      for (String cookie : response.headers("Set-Cookie")) {
        exchange.getResponseHeaders().add("Set-Cookie", cookie);
      }
      JsonReply.json(response.code(), response.body().string()).send(exchange);
    } catch (IOException e) {
      LOG.atError().addKeyValue("customer", customer).setCause(e).log("backend failed");
      JsonReply.json(502, "{}").send(exchange);
    }
  }
}
