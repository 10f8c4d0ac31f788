/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server of the demo's page, on loopback.
 *
 * <table>
 *   <caption>Endpoints</caption>
 *   <tr><td>{@code GET /}, {@code /demo.js}, {@code /demo.css}</td><td>the page</td></tr>
 *   <tr><td>{@code GET /state}</td><td>{@link PageState} as JSON</td></tr>
 *   <tr><td>{@code GET /journey?trace=…}</td><td>{@link TraceJourney} as JSON</td></tr>
 *   <tr><td>{@code GET /fanlight}</td><td>the status page of the backend</td></tr>
 *   <tr><td>{@code POST /login?customer=…}</td><td>a login, with the browser's {@code traceparent}</td></tr>
 *   <tr><td>{@code POST /page-span?start=…&end=…&status=…}</td><td>the browser's span of that login</td></tr>
 *   <tr><td>{@code POST /press?button=…}</td><td>presses a button</td></tr>
 * </table>
 */
final class PageServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
      + " img-src data:; connect-src 'self'; frame-src 'self'; form-action 'self';"
      + " base-uri 'none'; frame-ancestors 'none'";
  private static final int THREADS = 16;
  private static final int WAITING = 64;

  private final PageContent content;
  private final HttpServer server;
  private final ThreadPoolExecutor threads;

  /** The content that changes. Any thread. */
  interface PageContent {
    PageState state() throws IOException;

    TraceJourney journey(String trace) throws IOException;

    /** Returns the backend's answer to a request for its status page. */
    HttpResponse<String> status(String path, String accept) throws IOException;

    HttpResponse<String> login(String query, String traceParent) throws IOException;

    int report(String traceParent, String query) throws IOException;

    boolean press(String button);
  }

  PageServer(int port, PageContent content) throws IOException {
    this.content = content;
    var number = new AtomicInteger();
    this.threads = new ThreadPoolExecutor(
        THREADS,
        THREADS,
        1,
        TimeUnit.MINUTES,
        new ArrayBlockingQueue<>(WAITING),
        work -> daemon(work, "demo-page-" + number.incrementAndGet()));
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WAITING);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var request = new PageRequest(exchange);
    @Nullable String objection = request.objection();
    try {
      if (objection != null) {
        request.answer(403, "text/plain; charset=utf-8", objection + "\n");
      } else if (request.method().equals("GET")) {
        get(request);
      } else {
        post(request);
      }
    } catch (IOException | RuntimeException e) {
      request.answer(503, "text/plain; charset=utf-8", "No answer: " + e.getMessage() + "\n");
    }
  }

  private void get(PageRequest request) throws IOException {
    switch (request.path()) {
      case "/" -> file(request, "demo.html", "text/html; charset=utf-8");
      case "/demo.js" -> file(request, "demo.js", "text/javascript; charset=utf-8");
      case "/demo.css" -> file(request, "demo.css", "text/css; charset=utf-8");
      case "/state" -> json(request, content.state());
      case "/journey" -> journey(request);
      case "/fanlight", "/fanlight/flow", "/fanlight/ready" ->
        pass(request, content.status(request.path(), request.header("Accept")));
      default -> request.answer(404, "text/plain; charset=utf-8", "There is no such page.\n");
    }
  }

  private void post(PageRequest request) throws IOException {
    switch (request.path()) {
      case "/login" ->
        json(
            request, LoginAnswer.of(content.login(request.query(), request.header("traceparent"))));
      case "/page-span" ->
        request.answer(
            content.report(request.header("traceparent"), request.query()),
            "application/json",
            "{}");
      case "/press" ->
        request.answer(
            content.press(request.parameter("button")) ? 202 : 409, "application/json", "{}");
      default -> request.answer(404, "text/plain; charset=utf-8", "There is no such page.\n");
    }
  }

  private void journey(PageRequest request) throws IOException {
    String trace = request.parameter("trace");
    if (trace.matches("[0-9a-f]{32}")) {
      json(request, content.journey(trace));
    } else {
      request.answer(400, "text/plain; charset=utf-8", "A trace id has 32 hex digits.\n");
    }
  }

  /** The shop's answer to a login: 200 here even if the login failed, which is no error of the page. */
  private record LoginAnswer(int status, String session, String cause) {
    private static LoginAnswer of(HttpResponse<String> response) {
      return new LoginAnswer(
          response.statusCode(),
          JsonReader.text(response.body(), "session"),
          JsonReader.text(response.body(), "cause"));
    }
  }

  private static void json(PageRequest request, Object value) throws IOException {
    request.answer(200, "application/json", JSON.writeValueAsString(value));
  }

  private static void file(PageRequest request, String name, String type) throws IOException {
    try (InputStream in = PageServer.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing on the class path");
      }
      request.answer(
          200,
          Map.of(
              "Content-Type", type,
              "Content-Security-Policy", POLICY,
              "Referrer-Policy", "no-referrer"),
          in.readAllBytes());
    }
  }

  /* The status page keeps its own policy; both have one origin here, so that the page may embed it. */
  private static void pass(PageRequest request, HttpResponse<String> answer) throws IOException {
    for (String name : new String[] {"Content-Type", "Content-Security-Policy"}) {
      answer
          .headers()
          .firstValue(name)
          .ifPresent(value -> request.exchange().getResponseHeaders().set(name, value));
    }
    request.answer(answer.statusCode(), Map.of(), answer.body().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
