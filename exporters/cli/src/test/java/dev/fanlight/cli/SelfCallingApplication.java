/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** An application that calls itself over HTTP once, which the agent traces, and ends. */
public final class SelfCallingApplication {

  private SelfCallingApplication() {}

  public static void main(String... arguments) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    server.start();
    URI self = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/order");
    HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(self).build(), BodyHandlers.discarding());
    System.exit(0);
  }
}
