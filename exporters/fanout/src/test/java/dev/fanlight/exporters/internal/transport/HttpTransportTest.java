/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static dev.fanlight.exporters.internal.transport.TransportFixture.answer;
import static dev.fanlight.exporters.internal.transport.TransportFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {

  private final TransportFixture fixture = TransportFixture.plain();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void a_request_arrives_as_it_was_given() throws Exception {
    try (var server = ScriptedServer.start(ScriptedServer.OK)) {
      byte[] body = new byte[300_000];
      new Random(1).nextBytes(body);

      answer(fixture.transport.exchange(new Request(
          URI.create("http://127.0.0.1:" + server.port() + "/v1/a%20b?q=1"),
          Map.of("Content-Type", "application/x-protobuf"),
          body,
          TransportFixture.LONG)));

      ReceivedRequest request = server.requests().get(0);
      assertThat(request.line()).isEqualTo("POST /v1/a%20b?q=1 HTTP/1.1");
      assertThat(request.headers())
          .isEqualTo(Map.of(
              "host", "127.0.0.1:" + server.port(),
              "content-type", "application/x-protobuf",
              "content-length", "300000"));
      assertThat(request.body()).isEqualTo(body);
    }
  }

  @Test
  void a_header_that_would_break_out_of_its_line_is_refused_without_its_value() {
    assertThatThrownBy(() -> new Request(
            URI.create("http://a/"),
            Map.of("api-key", "s3cret\r\nX: y"),
            new byte[0],
            TransportFixture.LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("api-key")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void an_endpoint_without_a_path_is_asked_for_its_root() throws Exception {
    try (var server = ScriptedServer.start(ScriptedServer.OK)) {
      fixture.answerOf(server.http(""));

      assertThat(server.requests().get(0).line()).isEqualTo("POST / HTTP/1.1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n3;ext=1\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: t\r\n\r\n",
        "HTTP/1.1 200\r\nx-a:b\r\ncontent-length:5\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello",
        "HTTP/1.1 200 OK\nContent-Length: 5\nX-A: b\n\nhello",
        "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello"
      })
  void an_answer_is_read_however_it_is_framed_and_the_connection_kept(String wire)
      throws Exception {
    try (var server = ScriptedServer.start(peer -> peer.answerAll(wire))) {
      for (int i = 0; i < 2; i++) {
        Answer answer = fixture.answerOf(server.http("/"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-a")).isEqualTo("b");
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
      }

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  /** RFC 9112, 5.1 and 5.2: a fold is a blank; a line that is no field says nothing about the answer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-A: b\r\nContent-Length: 5\r\nContent-Security-Policy: default-src self;\r\n  img-src *",
        "X-A:\r\n\tb\r\nContent-Length:\r\n 5",
        " folded: x\r\n\tand: more\r\nX-A: b\r\nContent-Length: 5",
        "X-A : b\r\nContent-Length\t : 5",
        "no colon\r\n and its fold: x\r\nX-A: b\r\nContent-Length: 5",
        "N\u00e4me: x\r\n X-A: c\r\nX-A: b\r\nContent-Length: 5",
        ": no name\r\nX-A: b\r\nContent-Length: 5",
        "two words: x\r\n(comment): y\r\n\u0000: z\r\nX-A: b\r\nContent-Length: 5",
        "X-A: b\r\nContent-Length: 5\r\nX-N: \u0000\u0001\u009b",
        "X-A: b\r\nContent-Length: 5, 5",
        "X-A: b\r\nContent-Length: 5\r\nContent-Length: 5",
        "HTTP/1.1 201 not a status line\r\nX-A: b\r\nContent-Length: 5"
      })
  void an_answer_with_folded_or_odd_fields_stands(String fields) throws Exception {
    String wire = "HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\nhello";
    try (var server = ScriptedServer.start(peer -> peer.answerAll(wire))) {
      for (int i = 0; i < 2; i++) {
        Answer answer = fixture.answerOf(server.http("/"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-a")).isEqualTo("b");
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
      }

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void a_folded_value_is_joined_by_a_blank() throws Exception {
    try (var server = ScriptedServer.start(
        peer -> peer.answerAll(
            "HTTP/1.1 429 No\r\nRetry-After: Fri, 31 Dec 1999\r\n\t 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n"))) {
      assertThat(fixture.answerOf(server.http("/")).header("retry-after"))
          .isEqualTo("Fri, 31 Dec 1999 23:59:59 GMT");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Trailer: t\r\n  folded\r\n",
        "no colon\r\n",
        " \r\n",
        "N\u00e4me: x\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 7\r\n"
      })
  void odd_fields_behind_a_chunked_body_are_read_over(String trailers) throws Exception {
    String wire =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=\u0085\u009b\r\nhello\r\n0\r\n"
            + trailers + "\r\n";
    try (var server = ScriptedServer.start(peer -> peer.answerAll(wire))) {
      for (int i = 0; i < 2; i++) {
        assertThat(fixture.answerOf(server.http("/")).body())
            .asString(StandardCharsets.UTF_8)
            .isEqualTo("hello");
      }

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  /** RFC 9112, 6.3: the chunks count, and the connection is not used again. */
  @Test
  void an_answer_with_a_length_and_chunks_is_read_by_its_chunks() throws Exception {
    try (var server = ScriptedServer.start(
        peer -> peer.answerAll(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"))) {
      for (int i = 0; i < 2; i++) {
        assertThat(fixture.answerOf(server.http("/")).body())
            .asString(StandardCharsets.UTF_8)
            .isEqualTo("hello");
      }

      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 70_000, 500_000})
  void a_long_reason_phrase_is_read_over(int length) throws Exception {
    String wire = "HTTP/1.1 200 " + "\u009b".repeat(length) + "\r\nContent-Length: 0\r\n\r\n";
    try (var server = ScriptedServer.start(peer -> peer.answerAll(wire))) {
      assertThat(fixture.answerOf(server.http("/")).status()).isEqualTo(200);
      assertThat(fixture.answerOf(server.http("/")).status()).isEqualTo(200);

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void a_compressed_body_of_very_many_empty_members_is_decoded_on_a_small_stack() throws Exception {
    byte[] empty = gzip("");
    var zipped = new ByteArrayOutputStream();
    for (int i = 0; i < 3_000; i++) {
      zipped.write(empty);
    }
    zipped.write(gzip("taken"));
    try (var server = ScriptedServer.start(gzipped("200 OK", zipped.toByteArray()))) {
      List<Object> ends = new CopyOnWriteArrayList<>();
      Thread sender = new Thread(
          null,
          () -> {
            try {
              ends.add(fixture.send(server.http("/")));
            } catch (Throwable e) {
              ends.add(e);
            }
          },
          "small-stack",
          180 * 1024);
      sender.start();
      sender.join(20_000);

      assertThat(ends).singleElement().isInstanceOfSatisfying(Answer.class, answer -> {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("taken");
      });
    }
  }

  static List<byte[]> brokenBodies() {
    byte[] whole = gzip("quota exceeded".repeat(20));
    byte[] wrongSum = whole.clone();
    wrongSum[wrongSum.length - 6] ^= 1;
    byte[] reserved = whole.clone();
    reserved[3] = (byte) 0xe0;
    return List.of(
        "no gzip at all".getBytes(StandardCharsets.UTF_8),
        new byte[] {0x1f},
        Arrays.copyOf(whole, 10),
        Arrays.copyOf(whole, whole.length / 2),
        Arrays.copyOf(whole, whole.length - 3),
        wrongSum,
        reserved,
        new byte[] {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff},
        new byte[] {0x1f, (byte) 0x8b, 8, 24, 0, 0, 0, 0, 0, 0, 'n', 'a', 'm', 'e'},
        new byte[] {0x1f, (byte) 0x8b, 7, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3});
  }

  @ParameterizedTest
  @MethodSource("brokenBodies")
  void a_body_that_cannot_be_decoded_changes_no_status(byte[] body) throws Exception {
    try (var server = ScriptedServer.start(gzipped("200 OK", body))) {
      assertThat(fixture.answerOf(server.http("/")).status()).isEqualTo(200);
    }
  }

  @Test
  void a_compressed_body_with_every_optional_part_is_decoded() throws Exception {
    byte[] plain = gzip("quota exceeded");
    var zipped = new ByteArrayOutputStream();
    zipped.write(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0});
    zipped.write(new byte[] {3, 0, 'e', 'x', 't', 'n', 'a', 'm', 'e', 0, 'c', 'o', 0, 1, 2});
    zipped.write(plain, 10, plain.length - 10);
    try (var server = ScriptedServer.start(gzipped("402 No", zipped.toByteArray()))) {
      assertThat(fixture.answerOf(server.http("/")).body())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("quota exceeded");
    }
  }

  private static ScriptedServer.Script gzipped(String status, byte[] body) {
    return peer -> {
      peer.answer("HTTP/1.1 " + status + "\r\nContent-Encoding: gzip\r\nContent-Length: "
          + body.length + "\r\n\r\n");
      peer.write(body);
      peer.hang();
    };
  }

  private static byte[] gzip(String text) {
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return zipped.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello"
      })
  void an_answer_that_ends_with_its_connection_costs_a_new_one(String wire) throws Exception {
    try (var server = ScriptedServer.start(peer -> peer.answer(wire))) {
      for (int i = 0; i < 2; i++) {
        assertThat(fixture.answerOf(server.http("/")).body())
            .asString(StandardCharsets.UTF_8)
            .isEqualTo("hello");
      }

      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @Test
  void no_content_is_an_answer_without_a_body() throws Exception {
    try (var server =
        ScriptedServer.start(peer -> peer.answerAll("HTTP/1.1 204 No Content\r\n\r\n"))) {
      assertThat(fixture.answerOf(server.http("/")).body()).isEmpty();
      assertThat(fixture.answerOf(server.http("/")).status()).isEqualTo(204);

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void a_compressed_body_is_decoded() throws Exception {
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write("quota exceeded".getBytes(StandardCharsets.UTF_8));
    }
    try (var server = ScriptedServer.start(peer -> {
      peer.answer("HTTP/1.1 402 No\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.size()
          + "\r\n\r\n");
      peer.write(zipped.toByteArray());
      peer.hang();
    })) {
      Answer answer = fixture.answerOf(server.http("/"));

      assertThat(answer.status()).isEqualTo(402);
      assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("quota exceeded");
    }
  }

  @Test
  void a_long_body_is_cut_and_the_rest_read_away() throws Exception {
    String long_ = "x".repeat(100_000);
    try (var server = ScriptedServer.start(
        peer -> peer.answerAll("HTTP/1.1 500 No\r\nContent-Length: 100000\r\n\r\n" + long_))) {
      assertThat(fixture.answerOf(server.http("/")).body()).hasSize(ResponseBody.KEPT_BYTES);
      assertThat(fixture.answerOf(server.http("/")).body()).hasSize(ResponseBody.KEPT_BYTES);

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 999999999999", "Transfer-Encoding: chunked", "X: y"})
  void an_endless_body_is_cut_and_costs_the_connection(String framing) throws Exception {
    try (var server = ScriptedServer.start(peer -> {
      peer.answer("HTTP/1.1 500 No\r\n" + framing + "\r\n\r\n");
      for (; ; ) {
        peer.write(
            framing.startsWith("T") ? "400\r\n" + "x".repeat(1024) + "\r\n" : "x".repeat(1024));
      }
    })) {
      assertThat(fixture.answerOf(server.http("/")).body()).hasSize(ResponseBody.KEPT_BYTES);
      assertThat(fixture.answerOf(server.http("/")).status()).isEqualTo(500);

      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @Test
  void a_redirect_is_an_answer_like_any_other() throws Exception {
    try (var server = ScriptedServer.start(peer ->
        peer.answerAll("HTTP/1.1 307 Away\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"))) {
      Answer answer = fixture.answerOf(server.http("/"));

      assertThat(answer.status()).isEqualTo(307);
      assertThat(answer.header("location")).isEqualTo("/elsewhere");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 20\r\n\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n"
      })
  void what_is_no_http_is_a_failure_that_may_have_arrived(String wire) throws Exception {
    try (var server = ScriptedServer.start(peer -> peer.answer(wire))) {
      var failure = failure(fixture.send(server.http("/")));

      assertThat(failure.cause()).isEqualTo(Cause.IO);
      assertThat(failure.mayHaveArrived()).isTrue();
      assertThat(failure.message()).doesNotContain("SSH", "s3cret").hasLineCount(1);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void a_head_without_end_is_a_failure() throws Exception {
    try (var server = ScriptedServer.start(peer -> {
      peer.answer("HTTP/1.1 200 OK\r\n");
      for (; ; ) {
        peer.write("X-Filler: " + "x".repeat(1000) + "\r\n");
      }
    })) {
      assertThat(failure(fixture.send(server.http("/"))).message()).contains("over its bound");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 10"})
  void a_close_before_the_end_of_the_answer_is_never_sent_again(String wire) throws Exception {
    try (var server = ScriptedServer.start(peer -> peer.answer(wire), ScriptedServer.OK)) {
      var failure = failure(fixture.send(server.http("/")));

      assertThat(failure.cause()).isEqualTo(Cause.IO);
      assertThat(failure.mayHaveArrived()).isTrue();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void what_frames_a_request_is_ours_and_host_may_be_the_users() throws Exception {
    try (var server = ScriptedServer.start(ScriptedServer.OK)) {
      answer(fixture.transport.exchange(new Request(
          server.http("/"),
          Map.of(
              "Host", "otlp.example",
              "Content-Length", "3",
              "Transfer-Encoding", "chunked",
              "Connection", "close"),
          new byte[10],
          TransportFixture.LONG)));

      assertThat(server.requests().get(0).headers())
          .isEqualTo(Map.of("host", "otlp.example", "content-length", "10"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "Content-Length: 10\r\n\r\nhalf",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhel"
      })
  void a_status_stands_although_the_body_is_broken(String broken) throws Exception {
    for (String status : List.of("200 OK", "401 No")) {
      try (var server =
          ScriptedServer.start(peer -> peer.answer("HTTP/1.1 " + status + "\r\n" + broken))) {
        assertThat(fixture.answerOf(server.http("/")).status())
            .isEqualTo(Integer.parseInt(status, 0, 3, 10));
        assertThat(fixture.answerOf(server.http("/")).status()).isNotZero();

        assertThat(server.accepted()).isEqualTo(2);
      }
    }
  }

  @Test
  void a_reset_in_the_head_of_the_answer_may_have_arrived() throws Exception {
    try (var server = ScriptedServer.start(peer -> {
      peer.answer("HTTP/1.1 200 OK\r\nContent-Le");
      peer.reset();
    })) {
      var failure = failure(fixture.send(server.http("/")));

      assertThat(failure.cause()).isEqualTo(Cause.IO);
      assertThat(failure.mayHaveArrived()).isTrue();
    }
  }

  @Test
  void a_reset_in_the_middle_of_the_upload_has_not_arrived() throws Exception {
    try (var server = ScriptedServer.start(peer -> {
      peer.requestHead();
      peer.reset();
    })) {
      var failure = failure(fixture.transport.exchange(
          TransportFixture.post(server.http("/"), 20_000_000, TransportFixture.LONG)));

      assertThat(failure.cause()).isEqualTo(Cause.IO);
      assertThat(failure.mayHaveArrived()).isFalse();
    }
  }

  @Test
  void an_answer_in_the_middle_of_the_upload_counts() throws Exception {
    try (var server = ScriptedServer.start(peer -> {
      peer.requestHead();
      peer.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
      peer.socket().shutdownOutput();
    })) {
      Answer answer = answer(fixture.transport.exchange(
          TransportFixture.post(server.http("/"), 20_000_000, TransportFixture.LONG)));

      assertThat(answer.status()).isEqualTo(413);
    }
  }
}
