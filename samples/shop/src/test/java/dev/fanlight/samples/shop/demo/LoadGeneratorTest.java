/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final String TRACE_RESPONSE = "00-" + Evidences.TRACE + "-00f067aa0ba902b7-01";

  private final List<VisitResult> answers = new CopyOnWriteArrayList<>();
  private final List<String> cookies = new CopyOnWriteArrayList<>();
  private final CountDownLatch twenty = new CountDownLatch(20);
  private final CountDownLatch gate = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start(); // answers on one thread, one request after the other
  }

  @AfterEach
  void close() {
    gate.countDown();
    server.stop(0);
  }

  @Test
  void an_answer_tells_status_trace_and_cause() throws Exception {
    answerWith(504, "{\"cause\":\"timeout\"}");

    run();

    assertThat(answers.get(0).status()).isEqualTo(504);
    assertThat(answers.get(0).trace()).contains(Evidences.TRACE);
    assertThat(answers.get(0).cause()).contains(FailureCause.TIMEOUT);
  }

  @Test
  void a_hold_returns_when_every_answer_is_in_and_sends_nothing_until_it_ends() throws Exception {
    answerWith(200, "{}");
    var ticker = new MonotonicClock();
    try (var load = load(ticker)) {
      load.start();
      assertThat(twenty.await(20, TimeUnit.SECONDS)).isTrue();

      load.hold();
      int held = answers.size();
      ticker.await(Duration.ofMillis(100));
      assertThat(answers).hasSize(held);

      load.resume();
      await().atMost(Duration.ofSeconds(20)).until(() -> answers.size() > held);
    }
  }

  @Test
  void a_returning_customer_brings_the_cookies_of_an_earlier_one() throws Exception {
    answerWith(200, "{}");

    run();

    assertThat(cookies).contains("SHOP_ACCESS=a");
  }

  @Test
  void a_visit_that_had_to_wait_for_its_turn_counts_from_when_it_was_due() throws Exception {
    server.createContext("/login", exchange -> {
      awaitGate();
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    var ticker = new MonotonicClock();
    try (var load = load(ticker)) {
      load.start();
      while (ticker.elapsed().compareTo(Duration.ofMillis(500)) < 0) {
        ticker.awaitOnce(Duration.ofMillis(500).toNanos());
      }
      gate.countDown();
      assertThat(twenty.await(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(answers.stream()
            .filter(answer -> answer.latencyNanos() > 300_000_000L)
            .count())
        .as("visits of the first 200 ms, all of which waited for more than 300 ms")
        .isGreaterThanOrEqualTo(15);
  }

  @Test
  void nobody_answering_is_an_answer_too() throws Exception {
    server.stop(0);

    run();

    assertThat(answers.get(0).status()).isZero();
    assertThat(answers.get(0).trace()).isEmpty();
  }

  private void run() throws InterruptedException {
    try (var load = load(new MonotonicClock())) {
      load.start();
      assertThat(twenty.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private LoadGenerator load(MonotonicClock ticker) {
    URI login = URI.create("http://localhost:" + server.getAddress().getPort() + "/login");
    return new LoadGenerator(login, new StoryMix(1), 100, ticker, this::keep);
  }

  private void keep(VisitResult answer) {
    answers.add(answer);
    twenty.countDown();
  }

  private void answerWith(int status, String body) {
    server.createContext("/login", exchange -> {
      String cookie = exchange.getRequestHeaders().getFirst("Cookie");
      if (cookie != null) {
        cookies.add(cookie);
      }
      exchange.getResponseHeaders().set("traceresponse", TRACE_RESPONSE);
      exchange.getResponseHeaders().set("Set-Cookie", "SHOP_ACCESS=a; Path=/; HttpOnly");
      exchange.sendResponseHeaders(status, body.length());
      exchange.getResponseBody().write(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      exchange.close();
    });
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
