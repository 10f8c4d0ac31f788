/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The logins of the page's form, passed on to the frontend with the {@code traceparent} of the browser, and counted
 * as all logins of the demo. Any thread.
 */
final class PageLogins implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST_IN_FLIGHT = 64;

  private final URI frontend;
  private final LoadGenerator load;
  private final MonotonicClock ticker;
  private final Consumer<VisitResult> results;
  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(2))
      .build();

  private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);

  @GuardedBy("this") private final Map<String, String> unreported = new LinkedHashMap<>();

  PageLogins(
      URI frontend, LoadGenerator load, MonotonicClock ticker, Consumer<VisitResult> results) {
    this.frontend = frontend;
    this.load = load;
    this.ticker = ticker;
    this.results = results;
  }

  /** Logs a customer in; waits while the demo holds all customers back. After the close it is refused. */
  HttpResponse<String> login(String query, String traceParent) throws IOException {
    if (!inFlight.tryAcquire()) {
      throw new IOException("the demo ends, or too many customers log in at once");
    }
    try {
      load.enter();
      return enteredLogin(query, traceParent);
    } finally {
      inFlight.release();
    }
  }

  private HttpResponse<String> enteredLogin(String query, String traceParent) throws IOException {
    try {
      long start = ticker.millis();
      long due = ticker.nanos();
      HttpResponse<String> response = post("/login?" + query, traceParent);
      keep(
          traceParent,
          "start=" + start + "&end=" + ticker.millis() + "&status=" + response.statusCode());
      results.accept(new VisitResult(
          due,
          ticker.nanos() - due,
          response.statusCode(),
          LoadGenerator.trace(response),
          LoadGenerator.cause(response)));
      return response;
    } finally {
      load.leave();
    }
  }

  private synchronized void keep(String traceParent, String times) {
    unreported.put(traceParent, times);
  }

  /** Passes the browser's span on to the frontend; a span of an unknown login, or a second report, is refused. */
  int report(String traceParent, String times) throws IOException {
    synchronized (this) {
      if (unreported.remove(traceParent) == null) {
        return 409;
      }
    }
    return post("/page-span?traceparent=" + traceParent + "&" + times, "").statusCode();
  }

  /** Waits for the running logins, and reports the spans of browsers that were closed before they did. */
  @Override
  public void close() throws IOException {
    inFlight.acquireUninterruptibly(MOST_IN_FLIGHT);
    Map<String, String> rest;
    synchronized (this) {
      rest = Map.copyOf(unreported);
    }
    for (var login : rest.entrySet()) {
      report(login.getKey(), login.getValue());
    }
  }

  private HttpResponse<String> post(String pathAndQuery, String traceParent) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(frontend.resolve(pathAndQuery))
        .timeout(PATIENCE)
        .POST(HttpRequest.BodyPublishers.noBody());
    Optional.of(traceParent)
        .filter(value -> !value.isEmpty())
        .ifPresent(value -> request.header("traceparent", value));
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a customer logged in", e);
    }
  }
}
