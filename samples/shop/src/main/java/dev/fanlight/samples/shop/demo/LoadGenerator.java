/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The generator of visits at a steady rate, independent of earlier visits: each visit has a due time,
 * and its latency counts from that time (no coordinated omission).
 */
final class LoadGenerator implements AutoCloseable {
  private static final int MOST_IN_FLIGHT = 2_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI login;
  private final StoryMix mix;
  private final long intervalNanos;
  private final MonotonicClock ticker;
  private final Consumer<VisitResult> answers;
  private final HttpClient client;
  private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
  private final AtomicReference<@Nullable String> cookies = new AtomicReference<>();
  private final Thread thread = new Thread(this::drive, "demo-load");
  private volatile boolean stopping;
  private volatile boolean holding;

  /*
   * One thread paces, and the client's own threads handle the answers. The pacing thread waits only for
   * the semaphore, and only if the shop stands still; the latencies include that wait.
   */
  LoadGenerator(
      URI login,
      StoryMix mix,
      int perSecond,
      MonotonicClock ticker,
      Consumer<VisitResult> answers) {
    this.login = login;
    this.mix = mix;
    this.intervalNanos = Duration.ofSeconds(1).dividedBy(perSecond).toNanos();
    this.ticker = ticker;
    this.answers = answers;
    this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void drive() {
    long due = ticker.nanos();
    while (!stopping) {
      if (holding) {
        due = ticker.nanos() + intervalNanos;
      }
      if (ticker.nanos() < due) {
        ticker.awaitOnce(due);
      } else {
        send(mix.next(), due);
        due += intervalNanos;
      }
    }
  }

  /** Sends no visit until {@link #resume}; returns once every answer is in. */
  void hold() {
    holding = true;
    inFlight.acquireUninterruptibly(MOST_IN_FLIGHT);
  }

  void resume() {
    inFlight.release(MOST_IN_FLIGHT);
    holding = false;
  }

  /** Waits for the end of a hold; each call is followed by {@link #leave}. */
  void enter() {
    inFlight.acquireUninterruptibly();
  }

  void leave() {
    inFlight.release();
  }

  private void send(CustomerVisit visit, long due) {
    enter();
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create(login + "?customer=" + visit.customer()))
        .timeout(PATIENCE)
        .POST(HttpRequest.BodyPublishers.noBody());
    String held = cookies.get();
    if (visit.returning() && held != null) {
      request.header("Cookie", held);
    }
    var unused = client
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .whenComplete((response, failure) -> settle(due, response));
  }

  private void settle(long due, @Nullable HttpResponse<String> response) {
    long latency = ticker.nanos() - due;
    if (response == null) {
      answers.accept(new VisitResult(due, latency, 0, Optional.empty(), Optional.empty()));
    } else {
      keepCookies(response);
      answers.accept(
          new VisitResult(due, latency, response.statusCode(), trace(response), cause(response)));
    }
    leave();
  }

  private void keepCookies(HttpResponse<String> response) {
    List<String> set = response.headers().allValues("Set-Cookie");
    if (!set.isEmpty()) {
      List<String> pairs = set.stream().map(cookie -> cookie.split(";", 2)[0]).toList();
      cookies.set(String.join("; ", pairs));
    }
  }

  static Optional<String> trace(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("traceresponse")
        .map(value -> value.split("-", -1))
        .filter(parts -> parts.length == 4)
        .map(parts -> parts[1]);
  }

  static Optional<FailureCause> cause(HttpResponse<String> response) {
    if (response.statusCode() < 400) {
      return Optional.empty();
    }
    return FailureCause.of(JsonReader.text(response.body(), "cause"));
  }

  /** No more visits from now on; returns once every answer is in. */
  @Override
  public void close() {
    stopping = true;
    inFlight.acquireUninterruptibly(MOST_IN_FLIGHT);
    inFlight.release(MOST_IN_FLIGHT);
  }
}
