/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An OAuth 2.0 token endpoint in this process that remembers the requests, and answers as its script says. */
public final class ScriptedTokenEndpoint implements AutoCloseable {

  /** A request. */
  public record Asked(int number, Map<String, String> headers, Map<String, String> form) {}

  /** An answer. */
  public record Reply(int status, String contentType, String body, Map<String, String> headers) {

    /** A JSON body. */
    public static Reply json(int status, String body) {
      return new Reply(status, "application/json", body, Map.of());
    }

    /** A token that is valid for some seconds. */
    public static Reply token(String token, long seconds) {
      return json(
          200,
          "{\"token_type\":\"Bearer\",\"expires_in\":" + seconds
              + ",\"ext_expires_in\":3599,\"access_token\":\"" + token + "\"}");
    }
  }

  /** Decides on one request; called on the server's threads. May block. */
  public interface Script {
    Reply answer(Asked asked) throws InterruptedException;
  }

  private final HttpServer server;
  private final ExecutorService threads =
      new ThreadPoolExecutor(4, 4, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1_000));
  private final AtomicInteger requests = new AtomicInteger();
  private final List<Asked> asked = new ArrayList<>();
  private volatile Script script;

  private ScriptedTokenEndpoint(Script script) throws IOException {
    this.script = script;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** An endpoint that listens on a free port of the loopback interface. */
  public static ScriptedTokenEndpoint start(Script script) {
    try {
      return new ScriptedTokenEndpoint(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the next request on. */
  public void follow(Script newScript) {
    script = newScript;
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/tenant/oauth2/v2.0/token";
  }

  /** Every request so far. */
  public List<Asked> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Asked request = new Asked(requests.incrementAndGet(), headers(exchange), form(body));
      synchronized (asked) {
        asked.add(request);
      }
      Reply reply = script.answer(request);
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    return headers;
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      form.put(
          decoded(pair.substring(0, Math.max(0, equals))), decoded(pair.substring(equals + 1)));
    }
    return form;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
