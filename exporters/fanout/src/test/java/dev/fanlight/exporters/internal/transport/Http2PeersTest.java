/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static dev.fanlight.exporters.internal.transport.ScriptedHttp2.frame;
import static dev.fanlight.exporters.internal.transport.TransportFixture.answer;
import static dev.fanlight.exporters.internal.transport.TransportFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.internal.transport.Exchange.Failure;
import io.opentelemetry.sdk.common.Clock;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers of HTTP/2 that are unusual, hostile or on their way out. */
@Timeout(30)
class Http2PeersTest {

  private static final byte[] OK =
      new HpackWriter().add(":status", "200").add("grpc-status", "0").block();
  private static final byte[] NONE = new byte[0];

  private final Transports transports = new Transports(Clock.getDefault());
  private final Transport transport = transports.grpc(TransportSettings.DEFAULT);

  @AfterEach
  void close() {
    transports.close();
  }

  @Test
  void frames_of_the_connection_and_of_extensions_are_served_in_between() throws Exception {
    byte[] interim = new HpackWriter().add(":status", "103").add("link", "x").block();
    try (var server = ScriptedServer.start(ScriptedHttp2.sending(
        frame(6, 0, 0, new byte[8]),
        frame(4, 0, 0, new byte[] {0, 4, 0, 1, 0, 0}),
        frame(0x77, 0, 0, new byte[100]),
        frame(8, 0, 0, new byte[] {0, 0, 1, 0}),
        frame(1, 4, 1, interim),
        frame(1, 0, 1, Arrays.copyOf(OK, 5)),
        frame(9, 0, 1, NONE),
        frame(9, 4, 1, Arrays.copyOfRange(OK, 5, OK.length)),
        frame(0, 8, 1, new byte[] {2, 0, 0, 0, 0, 0, 0, 0}),
        frame(1, 4 | 1, 1, OK)))) {
      Answer answer = answer(send(server.http("/"), 10));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("link")).isEmpty();
    }
  }

  @Test
  void a_peer_that_goes_away_has_not_taken_later_calls() throws Exception {
    try (var server = ScriptedServer.start(ScriptedHttp2.sending(
        frame(1, 4 | 1, 1, OK), frame(7, 0, 0, new byte[] {0, 0, 0, 1, 0, 0, 0, 0})))) {
      assertThat(answer(send(server.http("/"), 10)).status()).isEqualTo(200);

      Failure failure = failure(send(server.http("/"), 10));

      assertThat(failure.cause()).isEqualTo(Cause.STALE);
      assertThat(failure.mayHaveArrived()).isFalse();
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void a_refused_stream_has_not_arrived() throws Exception {
    try (var server =
        ScriptedServer.start(ScriptedHttp2.sending(frame(3, 0, 1, new byte[] {0, 0, 0, 7})))) {
      Failure failure = failure(send(server.http("/"), 10));

      assertThat(failure.cause()).isEqualTo(Cause.IO);
      assertThat(failure.mayHaveArrived()).isFalse();
    }
  }

  @Test
  void a_reset_stream_may_have_arrived() throws Exception {
    try (var server =
        ScriptedServer.start(ScriptedHttp2.sending(frame(3, 0, 1, new byte[] {0, 0, 0, 2})))) {
      Failure failure = failure(send(server.http("/"), 10));

      assertThat(failure.cause()).isEqualTo(Cause.IO);
      assertThat(failure.mayHaveArrived()).isTrue();
    }
  }

  /** The peer's window is 65,535 bytes, and it never gives more. */
  @Test
  void an_answer_in_the_middle_of_the_upload_counts() throws Exception {
    byte[] busy = new HpackWriter()
        .add(":status", "200")
        .add("grpc-status", "8")
        .add("grpc-message", "slow down")
        .block();
    try (var server = ScriptedServer.start(peer -> {
      peer.write(frame(4, 0, 0, NONE));
      peer.write(frame(1, 4 | 1, 1, busy));
      peer.write(frame(3, 0, 1, new byte[4]));
      peer.swallow();
    })) {
      assertThat(answer(send(server.http("/"), 500_000)).status()).isEqualTo(429);
    }
  }

  @Test
  void a_body_without_end_is_left() throws Exception {
    try (var server = ScriptedServer.start(peer -> {
      peer.write(frame(4, 0, 0, NONE));
      peer.write(frame(1, 4, 1, OK));
      while (true) {
        peer.write(frame(0, 0, 1, new byte[16_000]));
      }
    })) {
      assertThat(failure(send(server.http("/"), 10)).message()).contains("over its bound");
    }
  }

  @Test
  void a_head_without_end_is_left() throws Exception {
    try (var server = ScriptedServer.start(peer -> {
      peer.write(frame(4, 0, 0, NONE));
      peer.write(frame(1, 0, 1, OK));
      while (true) {
        peer.write(frame(9, 0, 1, new byte[16_000]));
      }
    })) {
      assertThat(failure(send(server.http("/"), 10)).message()).contains("over its bound");
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void random_frames_are_an_answer_or_a_failure(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      ByteArrayOutputStream frames = new ByteArrayOutputStream();
      for (int i = 0; i < 20; i++) {
        byte[] payload = new byte[random.nextInt(12)];
        random.nextBytes(payload);
        frames.writeBytes(
            frame(random.nextInt(11), random.nextInt(64), random.nextInt(3), payload));
      }
      try (var server = ScriptedServer.start(peer -> {
        peer.write(frames.toByteArray());
        peer.socket().shutdownOutput();
        peer.swallow();
      })) {
        assertThat(send(server.http("/"), 10)).isNotNull();
      }
    }
  }

  /**
   * RFC 7541, 4.2: a peer that lets the table be smaller than 4,096 bytes waits for the encoder to say so. nghttp2 fails
   * the connection otherwise.
   */
  @Test
  void the_encoders_table_is_given_up_at_the_start_and_whenever_the_peer_sets_its_size()
      throws Exception {
    List<Integer> starts = new CopyOnWriteArrayList<>();
    try (var server = ScriptedServer.start(peer -> {
      DataInputStream in = new DataInputStream(peer.socket().getInputStream());
      in.skipNBytes(24);
      peer.write(frame(4, 0, 0, new byte[0]));
      for (int call = 0; call < 3; call++) {
        int stream = 2 * call + 1;
        starts.add(firstByteOfHead(in));
        if (call == 0) {
          peer.write(frame(4, 0, 0, new byte[] {0, 1, 0, 0, 0, 0}));
        }
        peer.write(frame(1, 4 | 1, stream, OK));
      }
    })) {
      for (int call = 0; call < 3; call++) {
        assertThat(answer(send(server.http("/"), 10)).status()).isEqualTo(200);
      }
      assertThat(server.accepted()).isEqualTo(1);
    }
    assertThat(starts).containsExactly(0x20, 0x20, 0x10);
  }

  /** Reads to the end of a request. */
  private static int firstByteOfHead(DataInputStream in) throws IOException {
    int first = -1;
    while (true) {
      int lengthAndType = in.readInt();
      int flags = in.readByte();
      in.skipNBytes(4);
      byte[] payload = in.readNBytes(lengthAndType >>> 8);
      int type = lengthAndType & 0xff;
      first = type == 1 ? payload[0] : first;
      if (type == 0 && (flags & 1) != 0) {
        return first;
      }
    }
  }

  private Exchange send(URI uri, int bytes) throws InterruptedException {
    return transport.exchange(TransportFixture.post(uri, bytes, TransportFixture.LONG));
  }
}
