/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static dev.fanlight.exporters.internal.transport.TransportFixture.answer;
import static dev.fanlight.exporters.internal.transport.TransportFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.testing.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that serve more than one request, and peers that give them up. */
@Timeout(30)
class KeptConnectionTest {

  private final TransportFixture fixture = TransportFixture.plain();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void a_connection_serves_one_request_after_the_other() throws Exception {
    try (var server = ScriptedServer.start(ScriptedServer.OK)) {
      for (int i = 0; i < 5; i++) {
        assertThat(fixture.answerOf(server.http("/")).status()).isEqualTo(200);
      }

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void connections_to_several_origins_are_kept_side_by_side() throws Exception {
    try (var one = ScriptedServer.start(ScriptedServer.OK);
        var other = ScriptedServer.start(ScriptedServer.OK)) {
      for (int i = 0; i < 3; i++) {
        fixture.answerOf(one.http("/"));
        fixture.answerOf(other.http("/"));
      }

      assertThat(one.accepted()).isEqualTo(1);
      assertThat(other.accepted()).isEqualTo(1);
    }
  }

  @Test
  void a_close_after_the_request_on_a_kept_connection_is_never_sent_again() throws Exception {
    try (var server = ScriptedServer.start(
        peer -> {
          peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          peer.request();
        },
        ScriptedServer.OK)) {
      fixture.answerOf(server.http("/"));

      var failure = failure(fixture.send(server.http("/")));

      assertThat(failure.cause()).isEqualTo(Cause.STALE);
      assertThat(failure.mayHaveArrived()).isTrue();
      assertThat(server.requests()).hasSize(2);
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void a_408_on_a_kept_connection_is_the_end_of_its_patience_and_no_answer() throws Exception {
    String late = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    try (var server = ScriptedServer.start(
        peer -> {
          peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          peer.answer(late);
        },
        peer -> peer.answer(late))) {
      fixture.answerOf(server.http("/"));

      var failure = failure(fixture.send(server.http("/")));

      assertThat(failure.cause()).isEqualTo(Cause.STALE);
      assertThat(failure.mayHaveArrived()).isFalse();
      assertThat(fixture.answerOf(server.http("/")).status())
          .as("on a fresh connection it means this request")
          .isEqualTo(408);
    }
  }

  @Test
  void an_answer_cut_off_on_a_kept_connection_is_no_stale_one() throws Exception {
    try (var server = ScriptedServer.start(peer -> {
      peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      peer.answer("HTTP/1.1 2");
    })) {
      fixture.answerOf(server.http("/"));

      assertThat(failure(fixture.send(server.http("/"))).cause()).isEqualTo(Cause.IO);
    }
  }

  @Test
  void a_connection_that_the_peer_closed_while_idle_is_not_written_to() throws Exception {
    try (var server =
        ScriptedServer.start(peer -> peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))) {
      for (int i = 0; i < 5; i++) {
        fixture.answerOf(server.http("/"));
        await().until(() -> server.openConnections() == 0);
      }

      assertThat(server.requests()).hasSize(5);
      assertThat(server.accepted()).isEqualTo(5);
    }
  }

  @Test
  void a_connection_on_which_the_peer_speaks_unasked_is_given_up() throws Exception {
    try (var server = ScriptedServer.start(
        peer -> {
          peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 500 Poisoned\r\n\r\n");
          peer.hang();
        },
        ScriptedServer.OK)) {
      fixture.answerOf(server.http("/"));

      assertThat(fixture.answerOf(server.http("/")).status()).isEqualTo(200);
      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @Test
  void a_connection_that_the_peer_closed_is_closed_here_without_another_request() throws Exception {
    try (var server = ScriptedServer.start(peer -> {
      peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      peer.socket().shutdownOutput();
      peer.swallow(); // until we close as well
    })) {
      fixture.answerOf(server.http("/"));

      await().until(() -> server.openConnections() == 0);
    }
  }

  @Test
  void a_connection_that_was_idle_for_long_is_closed_without_another_request() throws Exception {
    ManualClock clock = new ManualClock();
    try (var server = ScriptedServer.start(ScriptedServer.OK);
        Transports transports = new Transports(clock)) {
      send(transports.http(TransportSettings.DEFAULT), server.http("/"));

      clock.advance(Duration.ofSeconds(51));

      await().until(() -> server.openConnections() == 0);
    }
  }

  /**
   * So that a name that leads elsewhere is followed.
   *
   * @see <a href="https://github.com/open-telemetry/opentelemetry-dotnet/issues/4813">opentelemetry-dotnet#4813</a>
   * @see <a href="https://github.com/open-telemetry/opentelemetry-go/issues/6225">opentelemetry-go#6225</a>
   */
  @Test
  void a_connection_in_steady_use_is_renewed_after_five_minutes() throws Exception {
    ManualClock clock = new ManualClock();
    try (var server = ScriptedServer.start(ScriptedServer.OK);
        Transports transports = new Transports(clock)) {
      Transport transport = transports.http(TransportSettings.DEFAULT);
      for (int i = 0; i < 10; i++) {
        send(transport, server.http("/"));
        clock.advance(Duration.ofSeconds(30));
      }
      assertThat(server.accepted()).isEqualTo(1);

      for (int i = 0; i < 13; i++) {
        send(transport, server.http("/"));
        clock.advance(Duration.ofSeconds(30));
      }

      assertThat(server.accepted()).isEqualTo(3);
      await().until(() -> server.openConnections() <= 1);
    }
  }

  @Test
  void many_connections_are_renewed_little_by_little() throws Exception {
    int window = 25;
    ManualClock clock = new ManualClock();
    CyclicBarrier together = new CyclicBarrier(window);
    try (var server = ScriptedServer.start(peer -> {
          while (true) {
            peer.request();
            together.await(20, TimeUnit.SECONDS);
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          }
        });
        Transports transports = new Transports(clock)) {
      Transport transport = transports.http(TransportSettings.DEFAULT);
      for (int i = 0; i < 10; i++) {
        burst(transport, server.http("/"), window);
        clock.advance(Duration.ofSeconds(30));
      }
      assertThat(server.accepted()).isEqualTo(window);

      List<Integer> renewed = new ArrayList<>();
      for (int minute = 0; minute < 4; minute++) {
        int before = server.accepted();
        burst(transport, server.http("/"), window);
        clock.advance(Duration.ofSeconds(20));
        burst(transport, server.http("/"), window);
        clock.advance(Duration.ofSeconds(40));
        burst(transport, server.http("/"), window);
        renewed.add(server.accepted() - before);
      }

      assertThat(renewed).allMatch(count -> count <= 20);
      assertThat(server.accepted()).isEqualTo(2 * window);
    }
  }

  private static void burst(Transport transport, URI uri, int count) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> troubles = new CopyOnWriteArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(
          () -> {
            try {
              send(transport, uri);
            } catch (Throwable e) {
              troubles.add(e);
            }
          },
          "burst");
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(troubles).isEmpty();
  }

  private static void send(Transport transport, URI uri) throws InterruptedException {
    assertThat(answer(transport.exchange(TransportFixture.post(uri, 10, TransportFixture.LONG)))
            .status())
        .isEqualTo(200);
  }
}
