/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static dev.fanlight.exporters.internal.transport.TransportFixture.LONG;
import static dev.fanlight.exporters.internal.transport.TransportFixture.SHORT;
import static dev.fanlight.exporters.internal.transport.TransportFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.internal.transport.Exchange.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(15)
class DeadlineTest {

  @Test
  void a_peer_that_never_answers_is_left_at_the_deadline() throws Exception {
    try (var server = ScriptedServer.start(peer -> peer.swallow());
        var fixture = TransportFixture.plain()) {
      Failure failure = failure(fixture.sendBriefly(server.http("/")));

      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
      assertThat(failure.mayHaveArrived()).isTrue();
      assertThat(failure.message()).contains("400 ms", "waiting for the answer");
    }
  }

  @Test
  void a_peer_that_drips_its_body_has_answered_by_the_deadline() throws Exception {
    try (var server = dripping("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        var fixture = TransportFixture.plain()) {
      assertThat(TransportFixture.answer(fixture.sendBriefly(server.http("/"))).status())
          .isEqualTo(200);
    }
  }

  private static ScriptedServer dripping(String start) throws IOException {
    return ScriptedServer.start(peer -> {
      peer.answer(start);
      var tick = new CountDownLatch(1);
      while (!tick.await(50, TimeUnit.MILLISECONDS)) {
        peer.write("x");
      }
    });
  }

  @Test
  void a_peer_that_drips_its_head_is_left_at_the_deadline() throws Exception {
    try (var server = dripping("HTTP/1.1 200 OK\r\nX-Drip: ");
        var fixture = TransportFixture.plain()) {
      Failure failure = failure(fixture.sendBriefly(server.http("/")));

      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
      assertThat(failure.message()).contains("reading the answer");
    }
  }

  @Test
  void a_peer_that_stops_reading_is_left_at_the_deadline() throws Exception {
    try (var server = ScriptedServer.start(peer -> peer.hang());
        var fixture = TransportFixture.plain()) {
      Failure failure = failure(
          fixture.transport.exchange(TransportFixture.post(server.http("/"), 20_000_000, SHORT)));

      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
      assertThat(failure.mayHaveArrived()).isFalse();
      assertThat(failure.message()).contains("sending to");
    }
  }

  @Test
  void a_tls_peer_that_stops_reading_is_left_at_the_deadline(@TempDir Path folder)
      throws Exception {
    var certificate = TestCertificates.valid(folder, "localhost", "dns:localhost");
    try (var server = ScriptedServer.startTls(certificate.server(certificate), false, peer -> {
          peer.requestHead();
          peer.hang();
        });
        var fixture = new TransportFixture(TransportFixture.trusting(certificate.certificate()))) {
      Failure failure = failure(fixture.transport.exchange(
          TransportFixture.post(server.https("/"), 20_000_000, Duration.ofSeconds(2))));

      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
      assertThat(failure.mayHaveArrived()).isFalse();
      assertThat(failure.message()).contains("sending to");
    }
  }

  @Test
  void a_handshake_that_never_ends_is_left_at_the_deadline() throws Exception {
    try (var server = ScriptedServer.start(peer -> peer.swallow());
        var fixture = TransportFixture.plain()) {
      Failure failure = failure(fixture.sendBriefly(server.https("/")));

      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
      assertThat(failure.mayHaveArrived()).isFalse();
      assertThat(failure.message()).contains("TLS handshake");
    }
  }

  @Test
  void a_peer_that_accepts_nobody_fails_at_the_connect_timeout() throws Exception {
    var settings = new TransportSettings(Duration.ofMillis(200), null, null, null, null);
    try (var server = ScriptedServer.startDeaf();
        var fixture = new TransportFixture(settings)) {
      Failure failure = failure(fixture.send(server.http("/")));

      assertThat(failure.cause()).isEqualTo(Cause.CONNECT);
      assertThat(failure.mayHaveArrived()).isFalse();
    }
  }

  @Test
  void a_look_up_that_hangs_holds_nobody_past_the_deadline() throws Exception {
    var never = new CountDownLatch(1);
    try (var fixture = new TransportFixture(TransportSettings.DEFAULT, host -> hang(never))) {
      for (int i = 0; i < 2; i++) {
        Failure failure = failure(fixture.sendBriefly(URI.create("http://vendor.test/")));

        assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
        assertThat(failure.message()).contains("looking up vendor.test");
      }

      assertThat(threads("fanlight-look-up"))
          .as("the second attempt joins the first")
          .isEqualTo(1);
    } finally {
      never.countDown();
    }
  }

  @Test
  void closing_frees_a_thread_in_a_look_up_at_once() throws Exception {
    var never = new CountDownLatch(1);
    try (var fixture = new TransportFixture(TransportSettings.DEFAULT, host -> hang(never))) {
      var sending = inBackground(fixture, URI.create("http://vendor.test/"));
      Awaitility.await().until(() -> threads("fanlight-look-up") == 1);

      fixture.transports.close();

      assertThat(failure(sending.get()).message()).contains("closed");
    } finally {
      never.countDown();
    }
  }

  @Test
  void closing_frees_a_thread_that_waits_for_an_answer() throws Exception {
    var asked = new CountDownLatch(1);
    try (var server = ScriptedServer.start(peer -> {
          peer.request();
          asked.countDown();
          peer.swallow();
        });
        var fixture = TransportFixture.plain()) {
      var sending = inBackground(fixture, server.http("/"));
      asked.await();

      fixture.transport.close();
      fixture.transport.close();

      Failure failure = failure(sending.get());
      assertThat(failure.cause()).isEqualTo(Cause.IO);
      assertThat(failure.mayHaveArrived()).isTrue();
      assertThat(failure(fixture.send(server.http("/"))).message()).contains("closed");
    }
  }

  @Test
  void an_interrupt_frees_a_thread_that_waits_for_an_answer() throws Exception {
    var asked = new CountDownLatch(1);
    try (var server = ScriptedServer.start(peer -> {
          peer.request();
          asked.countDown();
          peer.swallow();
        });
        var fixture = TransportFixture.plain()) {
      var sending = new FutureTask<>(() -> fixture.send(server.http("/")));
      Thread thread = new Thread(sending, "sending");
      thread.start();
      asked.await();

      thread.interrupt();

      assertThatThrownBy(sending::get).hasCauseInstanceOf(InterruptedException.class);
      Awaitility.await().until(() -> server.openConnections() == 0);
    }
  }

  @Test
  void the_deadline_of_one_request_does_not_touch_the_next() throws Exception {
    try (var server = ScriptedServer.start(ScriptedServer.OK);
        var fixture = TransportFixture.plain()) {
      for (int i = 0; i < 20; i++) {
        TransportFixture.answer(fixture.transport.exchange(
            TransportFixture.post(server.http("/"), 10, Duration.ofMillis(300))));
      }
      Failure missed = failure(fixture.transport.exchange(
          TransportFixture.post(URI.create("http://127.0.0.1:1/"), 10, LONG)));

      assertThat(missed.cause()).isEqualTo(Cause.CONNECT);
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  private static FutureTask<Exchange> inBackground(TransportFixture fixture, URI uri) {
    var task = new FutureTask<>(() -> fixture.send(uri));
    Thread thread = new Thread(task, "sending");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static InetAddress[] hang(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new InetAddress[0];
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }
}
