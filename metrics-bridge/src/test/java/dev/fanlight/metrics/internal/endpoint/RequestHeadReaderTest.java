/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadReaderTest {
  private static final String REQUEST =
      "GET /metrics?name[]=a%20b HTTP/1.1\r\nHost: localhost:9464\r\nAccept:  a \r\nACCEPT: b\r\n\r\n";

  @Test
  void a_head_is_read_with_its_headers() {
    ScrapeRequest head = (ScrapeRequest) read(REQUEST);

    assertThat(head.method()).isEqualTo("GET");
    assertThat(head.path()).isEqualTo("/metrics");
    assertThat(head.query()).isEqualTo("name[]=a%20b");
    assertThat(head.host()).isEqualTo("localhost:9464");
    assertThat(head.all("accept")).containsExactly("a", "b");
    assertThat(head.isPersistent()).isTrue();
    assertThat(head.hasBody()).isFalse();
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_head_is_the_same_however_its_bytes_are_cut(long seed) {
    Random random = new Random(seed);
    byte[] bytes = REQUEST.getBytes(StandardCharsets.ISO_8859_1);
    var reader = new RequestHeadReader();
    ReadResult result = new ReadResult.Incomplete();
    for (int at = 0; at < bytes.length; ) {
      assertThat(result).isInstanceOf(ReadResult.Incomplete.class);
      int count = Math.min(1 + random.nextInt(20), bytes.length - at);
      result = reader.append(ByteBuffer.wrap(bytes, at, count));
      at += count;
    }

    assertThat(result).isEqualTo(read(REQUEST));
  }

  @Test
  void bytes_after_the_head_are_left_where_they_are() {
    ByteBuffer bytes = bytes(REQUEST + "GET ");

    assertThat(new RequestHeadReader().append(bytes)).isInstanceOf(ScrapeRequest.class);
    assertThat(bytes.remaining()).isEqualTo(4);
  }

  @Test
  void an_absolute_target_names_the_host() {
    ScrapeRequest head =
        (ScrapeRequest) read("GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertThat(head.path()).isEqualTo("/healthz");
    assertThat(head.host()).isEqualTo("evil.example");
  }

  @Test
  void empty_lines_before_a_request_and_bare_line_feeds_are_tolerated() {
    ScrapeRequest head = (ScrapeRequest) read("\r\nGET /healthz HTTP/1.0\nHost: localhost\n\n");

    assertThat(head.path()).isEqualTo("/healthz");
    assertThat(head.isPersistent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "Close", "keep-alive, close"})
  void a_peer_may_ask_for_the_end_of_the_connection(String value) {
    ScrapeRequest head =
        (ScrapeRequest) read("GET / HTTP/1.1\r\nHost: a\r\nConnection: " + value + "\r\n\r\n");

    assertThat(head.isPersistent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 5", "Transfer-Encoding: chunked", "Content-Length: 005"})
  void a_body_is_announced(String header) {
    assertThat(
            ((ScrapeRequest) read("GET / HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n")).hasBody())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n folded: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nA: a\rb\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nA: a\u0000b\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET http://a/ HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\r\n\r\n",
        "GET nowhere HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "G(T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\n\r\n\r\n",
      })
  void an_ambiguous_head_is_refused(String text) {
    assertThat(read(text))
        .asInstanceOf(type(ReadResult.Invalid.class))
        .extracting(ReadResult.Invalid::status)
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1]:9464\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a_b-c.d\r\n\r\n",
      })
  void an_old_request_and_every_valid_host_are_read(String text) {
    assertThat(read(text)).isInstanceOf(ScrapeRequest.class);
  }

  @Test
  void other_versions_are_refused() {
    assertThat(read("PRI * HTTP/2.0\r\n\r\n"))
        .asInstanceOf(type(ReadResult.Invalid.class))
        .extracting(ReadResult.Invalid::status)
        .isEqualTo(505);
  }

  @Test
  void a_head_has_8_KiB_at_most() {
    String start = "GET / HTTP/1.1\r\nHost: a\r\nA: ";
    String fits = start + "a".repeat(8 * 1024 - start.length() - 4) + "\r\n\r\n";

    assertThat(read(fits)).isInstanceOf(ScrapeRequest.class);
    assertThat(read(start + "a" + fits.substring(start.length())))
        .asInstanceOf(type(ReadResult.Invalid.class))
        .extracting(ReadResult.Invalid::status)
        .isEqualTo(431);
  }

  @Test
  void a_TLS_hello_is_refused_at_its_first_byte_and_without_an_answer() {
    assertThat(read("\u0016\u0003\u0001\u0002"))
        .asInstanceOf(type(ReadResult.Invalid.class))
        .extracting(ReadResult.Invalid::text)
        .isEqualTo("");
  }

  private static ReadResult read(String text) {
    return new RequestHeadReader().append(bytes(text));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
