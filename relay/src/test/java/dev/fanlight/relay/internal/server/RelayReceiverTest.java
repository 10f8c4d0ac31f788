/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server against peers that are slow, many or wrong. */
@Timeout(60)
class RelayReceiverTest {

  private static final String REQUEST = "POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\nhello";
  private static final int HOSTILE_REQUESTS =
      "full".equals(System.getProperty("fanlight.proof")) ? 100_000 : 500;

  private final RelayReceiver receiver = RelayReceiver.open(
      new ReceiverSettings(
          "localhost",
          0,
          Optional.empty(),
          10_000,
          4,
          100_000,
          Duration.ofMillis(500),
          Duration.ofMinutes(1)),
      new Echo(),
      Clock.getDefault());

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void requests_of_one_connection_are_answered_one_after_the_other() throws Exception {
    try (Socket peer = connect()) {
      send(peer, REQUEST + REQUEST);

      assertThat(read(peer)).containsOnlyOnce("HTTP/1.1 200 OK").endsWith("hello");
      assertThat(read(peer)).containsOnlyOnce("HTTP/1.1 200 OK").endsWith("hello");
    }
    await().until(() -> receiver.memoryInUse() == 0);
  }

  @Test
  void a_peer_that_stops_in_the_middle_is_closed_at_its_deadline() throws Exception {
    try (Socket inHead = connect();
        Socket inBody = connect()) {
      send(inHead, "POST / HTTP/1.1\r\nconte");
      send(inBody, "POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\nhe");

      assertThat(inHead.getInputStream().read()).isEqualTo(-1);
      assertThat(inBody.getInputStream().read()).isEqualTo(-1);
    }
    await().until(() -> receiver.connections() == 0);
    assertThat(receiver.memoryInUse()).isZero();
  }

  @Test
  void a_new_connection_takes_the_place_of_the_one_that_was_idle_longest() throws Exception {
    try (Socket oldest = connect();
        Socket second = connect();
        Socket third = connect();
        Socket fourth = connect()) {
      for (Socket peer : new Socket[] {oldest, second, third, fourth}) {
        send(peer, REQUEST);
        assertThat(read(peer)).contains("200 OK");
      }
      try (Socket fifth = connect()) {
        send(fifth, REQUEST);

        assertThat(read(fifth)).contains("200 OK");
        assertThat(oldest.getInputStream().read()).isEqualTo(-1);
        send(second, REQUEST);
        assertThat(read(second)).contains("200 OK");
      }
    }
  }

  @Test
  void a_declared_length_reserves_no_memory() throws Exception {
    try (Socket peer = connect()) {
      send(peer, "POST / HTTP/1.1\r\ncontent-length: 999999999999999999\r\n\r\n");

      assertThat(read(peer)).contains("413 ");
    }
    try (Socket peer = connect()) {
      send(peer, "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nffffffff\r\n");

      assertThat(read(peer)).contains("413 ");
    }
  }

  @Test
  void a_request_that_could_be_read_in_two_ways_is_refused() throws Exception {
    for (String head : new String[] {
      "content-length: 5\r\ntransfer-encoding: chunked",
      "content-length: 5\r\ncontent-length: 6",
      "content-length: +5",
      "content-length : 5",
      "transfer-encoding: gzip, chunked",
      "content-length: 5\r\n folded: 1"
    }) {
      try (Socket peer = connect()) {
        send(peer, "POST / HTTP/1.1\r\n" + head + "\r\n\r\nhello");

        assertThat(read(peer)).as(head).contains("400 ");
      }
    }
  }

  @Test
  void hostile_requests_leave_no_connection_and_no_memory() throws Exception {
    Random random = new Random(42);
    for (int i = 0; i < HOSTILE_REQUESTS; i++) {
      byte[] request = REQUEST.repeat(1 + random.nextInt(3)).getBytes(StandardCharsets.UTF_8);
      for (int flips = random.nextInt(6); flips > 0; flips--) {
        request[random.nextInt(request.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try (Socket peer = connect()) {
        peer.getOutputStream().write(Arrays.copyOf(request, 1 + random.nextInt(request.length)));
      } catch (IOException ignored) {
        // closed by the server before all was sent
      }
    }

    await().atMost(Duration.ofSeconds(30)).until(() -> receiver.connections() == 0);
    assertThat(receiver.memoryInUse()).isZero();
    try (Socket peer = connect()) {
      send(peer, REQUEST);
      assertThat(read(peer)).contains("200 OK");
    }
  }

  private Socket connect() throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), receiver.address().getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket peer, String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads one answer: its head, and a body as long as that says. */
  private static String read(Socket peer) throws IOException {
    InputStream in = peer.getInputStream();
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return text.toString();
      }
      text.append((char) next);
    }
    String lengthKey = "Content-Length: ";
    int from = text.indexOf(lengthKey) + lengthKey.length();
    int length = Integer.parseInt(text.substring(from, text.indexOf("\r\n", from)));
    return text.append(new String(in.readNBytes(length), StandardCharsets.UTF_8))
        .toString();
  }

  private static final class Echo implements RequestHandler {
    @Override
    public @Nullable HttpReply refuse(ReceivedHead head) {
      return null;
    }

    @Override
    public HttpReply answer(ReceivedHead head, byte[] body, MemoryReservation memory) {
      return HttpReply.of(200, "text/plain", body);
    }

    @Override
    public HttpReply unreadable(int status, String message) {
      return HttpReply.of(status, "text/plain", message.getBytes(StandardCharsets.UTF_8));
    }
  }
}
