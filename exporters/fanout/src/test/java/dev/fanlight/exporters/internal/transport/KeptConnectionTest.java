/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static dev.fanlight.exporters.internal.transport.TransportFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.transport.Exchange.Cause;
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
}
