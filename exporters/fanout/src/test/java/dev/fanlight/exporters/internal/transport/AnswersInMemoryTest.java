/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static dev.fanlight.exporters.internal.transport.ScriptedHttp2.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.transport.InMemoryPeer.Protocol;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Answers that a fuzz found to be read wrongly. */
class AnswersInMemoryTest {

  private static final Request REQUEST = new Request(
      URI.create("http://localhost/v1/traces"), Map.of(), new byte[100], Duration.ofSeconds(10));

  @Test
  void a_long_body_in_tiny_chunks_takes_no_buffer_for_each_of_them() throws Exception {
    String chunks = "1\r\nx\r\n".repeat(200 * 1024);
    byte[] answer = ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
    InMemoryPeer peer = new InMemoryPeer(answer, new Random(1));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

    Exchange exchange = peer.exchange(REQUEST, Protocol.HTTP);

    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(TransportFixture.answer(exchange).body()).hasSize(ResponseBody.KEPT_BYTES);
    assertThat(peer.isReusable()).isTrue();
    assertThat(allocated)
        .isLessThan(200L * 1024 * 1_000); // the text and the match of each size are most of it
  }

  @Test
  void a_window_that_opens_byte_by_byte_takes_the_message_piece_by_piece() throws Exception {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    byte[] windowOfTwo = ByteBuffer.allocate(6).putShort((short) 4).putInt(2).array();
    frames.writeBytes(frame(4, 0, 0, windowOfTwo));
    for (int i = 0; i < 103; i++) {
      frames.writeBytes(frame(8, 0, 1, new byte[] {0, 0, 0, 1}));
    }
    HpackWriter fields = new HpackWriter().add(":status", "200").add("grpc-status", "0");
    frames.writeBytes(frame(1, 5, 1, fields.block()));

    Exchange exchange =
        new InMemoryPeer(frames.toByteArray(), new Random(1)).exchange(REQUEST, Protocol.GRPC);

    assertThat(TransportFixture.answer(exchange).grpcStatus()).isEqualTo("ok");
  }
}
