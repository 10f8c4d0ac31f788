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
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.internal.transport.Exchange.Failure;
import io.opentelemetry.sdk.common.Clock;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that break or abuse HTTP/2: the call ends with a reason, and the next call goes over another connection. */
@Timeout(30)
class HostileHttp2PeersTest {

  private static final byte[] NONE = new byte[0];
  private static final byte[] HEAD = new HpackWriter().add(":status", "200").block();
  private static final ScriptedServer.Script GOOD =
      ScriptedHttp2.answering(":status", "200", "grpc-status", "0");

  private final Transports transports = new Transports(Clock.getDefault());
  private final Transport transport = transports.grpc(TransportSettings.DEFAULT);

  @AfterEach
  void close() {
    transports.close();
  }

  static Stream<Arguments> floods() {
    byte[] interim = new HpackWriter().add(":status", "103").block();
    return Stream.of(
        flood("PING", frame(6, 0, 0, new byte[8])),
        flood("acknowledged PING", frame(6, 1, 0, new byte[8])),
        flood("SETTINGS", frame(4, 0, 0, NONE)),
        flood("acknowledged SETTINGS", frame(4, 1, 0, NONE)),
        flood("WINDOW_UPDATE of zero", frame(8, 0, 0, new byte[4])),
        flood("interim heads", frame(1, 4, 1, interim)),
        flood("DATA of another stream", frame(0, 0, 3, new byte[100])),
        flood("HEADERS of another stream", frame(1, 4, 3, HEAD)),
        flood("RST_STREAM of another stream", frame(3, 0, 3, new byte[4])),
        flood("frames of an extension", frame(0x77, 0, 0, NONE)),
        flood("PRIORITY", frame(2, 0, 3, new byte[5])));
  }

  private static Arguments flood(String name, byte[] frame) {
    return Arguments.of(Named.of(name, frame));
  }

  @ParameterizedTest
  @MethodSource("floods")
  void a_flood_of_frames_ends_the_call_before_its_timeout(byte[] frame) throws Exception {
    byte[] many = repeated(frame, 500);
    try (var server = ScriptedServer.start(
        peer -> {
          while (true) {
            peer.write(many);
          }
        },
        GOOD)) {
      assertThat(failureAndThenAnAnswer(server).message()).contains("frames without an answer");
    }
  }

  @Test
  void a_head_that_goes_on_in_empty_frames_ends_the_call() throws Exception {
    byte[] many = repeated(frame(9, 0, 1, NONE), 500);
    try (var server = ScriptedServer.start(
        peer -> {
          peer.write(frame(1, 0, 1, HEAD));
          while (true) {
            peer.write(many);
          }
        },
        GOOD)) {
      assertThat(failureAndThenAnAnswer(server).message()).contains("frames without an answer");
    }
  }

  @Test
  void a_body_that_goes_on_in_empty_frames_ends_the_call() throws Exception {
    byte[] many = repeated(frame(0, 0, 1, NONE), 500);
    try (var server = ScriptedServer.start(
        peer -> {
          peer.write(frame(1, 4, 1, HEAD));
          while (true) {
            peer.write(many);
          }
        },
        GOOD)) {
      assertThat(failureAndThenAnAnswer(server).message()).contains("frames without an answer");
    }
  }

  /** Each block is within the bound, and all of them together are not. */
  @Test
  void heads_without_end_are_not_kept() throws Exception {
    try (var server = ScriptedServer.start(
        peer -> {
          for (int i = 0; true; i++) {
            byte[] block = new HpackWriter()
                .add(":status", "200")
                .add("x-" + i, "v".repeat(15_000))
                .block();
            peer.write(frame(1, 4, 1, block));
          }
        },
        GOOD)) {
      assertThat(failureAndThenAnAnswer(server).message()).contains("broke the order");
    }
  }

  static Stream<Arguments> broken() {
    byte[] oversized = frame(8, 0, 0, new byte[] {0x7f, -1, -1, -1});
    byte[] literal = {0x10, 1, 'x'};
    return Stream.of(
        broken("PING of 7", "wrong length", frame(6, 0, 0, new byte[7])),
        broken("PING of 16,000", "wrong length", frame(6, 0, 0, new byte[16_000])),
        broken("SETTINGS of 5", "wrong length", frame(4, 0, 0, new byte[5])),
        broken("SETTINGS that acknowledge with 6", "wrong length", frame(4, 1, 0, new byte[6])),
        broken("WINDOW_UPDATE of 3", "wrong length", frame(8, 0, 0, new byte[3])),
        broken("RST_STREAM of 3", "wrong length", frame(3, 0, 1, new byte[3])),
        broken("GOAWAY of 7", "wrong length", frame(7, 0, 0, new byte[7])),
        broken("HEADERS of 3 with a priority", "padding", frame(1, 4 | 0x20, 1, new byte[3])),
        broken("padding over the end", "padding", frame(0, 8, 1, new byte[] {9, 0})),
        broken("padding without a length", "padding", frame(0, 8, 1, NONE)),
        broken("a window over its bound", "window", oversized),
        broken("an initial window over its bound", "window", frame(4, 0, 0, new byte[] {
          0, 4, -1, -1, -1, -1
        })),
        broken("a push", "order", frame(5, 4, 1, new byte[] {0, 0, 0, 2, (byte) 0x88})),
        broken("CONTINUATION of nothing", "order", frame(9, 4, 1, HEAD)),
        broken(
            "PING within a head",
            "order",
            concat(frame(1, 0, 1, HEAD), frame(6, 0, 0, new byte[8]))),
        broken("DATA before the head", "order", frame(0, 1, 1, new byte[10])),
        broken("a head without status", "no status", frame(1, 5, 1, literal(literal))),
        broken(
            "an interim head that ends",
            "no status",
            frame(1, 5, 1, new HpackWriter().add(":status", "100").block())),
        broken("a frame of 16 MB", "HTTP/2", new byte[] {-1, -1, -1, 0, 0, 0, 0, 0, 1}),
        broken("a broken field", "cannot be decoded", frame(1, 5, 1, new byte[] {
          (byte) 0xff, -1, -1, -1, -1, 1
        })),
        broken("a table of 1 MB", "cannot be decoded", frame(1, 5, 1, new byte[] {
          0x3f, (byte) 0xe1, -1, 0x3f, (byte) 0x88
        })),
        broken("Huffman padding of a byte", "cannot be decoded", frame(1, 5, 1, new byte[] {
          0, (byte) 0x82, 0x1f, -1, 0
        })),
        broken("Huffman padding of zeros", "cannot be decoded", frame(1, 5, 1, new byte[] {
          0, (byte) 0x81, 0x18, 0
        })),
        broken("bomb of indices", "over its bound", bomb()));
  }

  private static byte[] literal(byte[] start) {
    byte[] whole = Arrays.copyOf(start, start.length + 2);
    whole[start.length] = 1;
    whole[start.length + 1] = 'y';
    return whole;
  }

  /** A field of 4 kB in the table, and 16,000 references to it: 64 MB. */
  private static byte[] bomb() {
    byte[] large = new HpackWriter().add("x", "v".repeat(4000)).block();
    large[0] = 0x40;
    byte[] indices = new byte[12_000];
    Arrays.fill(indices, (byte) 0xbe);
    return concat(frame(1, 1, 1, large), frame(9, 0, 1, indices), frame(9, 4, 1, indices));
  }

  private static Arguments broken(String name, String reason, byte[] frames) {
    return Arguments.of(Named.of(name, frames), reason);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void a_broken_frame_ends_the_call_with_its_reason(byte[] frames, String reason) throws Exception {
    try (var server = ScriptedServer.start(ScriptedHttp2.sending(frames), GOOD)) {
      assertThat(failureAndThenAnAnswer(server).message()).contains(reason);
    }
  }

  @Test
  void the_reason_of_a_peer_that_goes_away_is_told() throws Exception {
    byte[] goAway = concat(
        new byte[] {0, 0, 0, 1, 0, 0, 0, 11}, "too_many_pings".getBytes(StandardCharsets.US_ASCII));
    try (var server = ScriptedServer.start(
        peer -> {
          peer.write(frame(7, 0, 0, goAway));
          peer.socket().shutdownOutput();
          peer.swallow();
        },
        GOOD)) {
      assertThat(failureAndThenAnAnswer(server).message())
          .contains("ENHANCE_YOUR_CALM")
          .contains("too_many_pings");
    }
  }

  @Test
  void a_call_that_a_peer_refuses_as_it_goes_away_is_told_why() throws Exception {
    byte[] goAway = concat(
        new byte[] {0, 0, 0, 0, 0, 0, 0, 11}, "too_many_pings".getBytes(StandardCharsets.US_ASCII));
    try (var server = ScriptedServer.start(ScriptedHttp2.sending(frame(7, 0, 0, goAway)), GOOD)) {
      Failure failure = failureAndThenAnAnswer(server);

      assertThat(failure.message()).contains("ENHANCE_YOUR_CALM").contains("too_many_pings");
      assertThat(failure.mayHaveArrived()).isFalse();
    }
  }

  @Test
  void a_reset_is_told_by_its_name() throws Exception {
    byte[] cancel = frame(3, 0, 1, new byte[] {0, 0, 0, 8});
    try (var server = ScriptedServer.start(ScriptedHttp2.sending(cancel), GOOD)) {
      assertThat(failureAndThenAnAnswer(server).message()).contains("CANCEL");
    }
  }

  @Test
  void a_window_that_never_opens_ends_with_the_timeout_and_has_not_arrived() throws Exception {
    try (var server = ScriptedServer.start(
        peer -> {
          peer.write(frame(4, 0, 0, new byte[] {0, 4, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0}));
          peer.swallow();
        },
        GOOD)) {
      Failure failure = failure(transport.exchange(
          TransportFixture.post(server.http("/"), 4_000_000, TransportFixture.SHORT)));

      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
      assertThat(failure.mayHaveArrived()).isFalse();
    }
  }

  @Test
  void a_message_goes_through_a_window_of_one_kilobyte() throws Exception {
    byte[] open = frame(8, 0, 0, new byte[] {0, 0, 4, 0});
    byte[] openStream = frame(8, 0, 1, new byte[] {0, 0, 4, 0});
    try (var server = ScriptedServer.start(peer -> {
      peer.write(frame(4, 0, 0, new byte[] {0, 4, 0, 0, 0, 0}));
      for (int i = 0; i < 600; i++) {
        peer.write(concat(open, openStream));
      }
      peer.write(
          frame(1, 5, 1, concat(HEAD, new HpackWriter().add("grpc-status", "0").block())));
      peer.swallow();
    })) {
      assertThat(answer(transport.exchange(
                  TransportFixture.post(server.http("/"), 500_000, TransportFixture.LONG)))
              .status())
          .isEqualTo(200);
    }
  }

  @Test
  void bytes_that_trickle_end_with_the_timeout() throws Exception {
    try (var server = ScriptedServer.start(
        peer -> {
          peer.write(new byte[] {0, 0, 8});
          peer.swallow();
        },
        GOOD)) {
      Failure failure = failure(
          transport.exchange(TransportFixture.post(server.http("/"), 10, TransportFixture.SHORT)));

      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
      assertThat(answer(transport.exchange(
                  TransportFixture.post(server.http("/"), 10, TransportFixture.LONG)))
              .status())
          .isEqualTo(200);
    }
  }

  private Failure failureAndThenAnAnswer(ScriptedServer server) throws InterruptedException {
    Request request = TransportFixture.post(server.http("/"), 10, TransportFixture.LONG);
    Failure failure = failure(transport.exchange(request));
    assertThat(failure.cause()).isEqualTo(Cause.IO);
    assertThat(answer(transport.exchange(request)).status()).isEqualTo(200);
    assertThat(server.accepted()).isEqualTo(2);
    return failure;
  }

  private static byte[] repeated(byte[] frame, int times) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List.of(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
