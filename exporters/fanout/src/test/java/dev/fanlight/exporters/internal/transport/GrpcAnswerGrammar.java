/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.fuzz.AnswerBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

/** Answers of a gRPC server that follow HTTP/2 and gRPC, in many of their forms. */
public final class GrpcAnswerGrammar {

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int INDEXED_STATUS_200 = 0x88;
  private static final int INCREMENTAL = 0x40;
  private static final int FIRST_OF_TABLE = 0xbe;

  private final Random random;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final int code;

  /**
   * An answer.
   *
   * @param body the message of a success, the status of a failure
   * @param text the description of a failure
   */
  public GrpcAnswerGrammar(Random random, AnswerBody body, String text) {
    this.random = random;
    this.code = random.nextInt(3) == 0 ? random.nextInt(17) : random.nextInt(2) * 8;
    frame(SETTINGS, 0, 0, settings());
    sideFrames();
    boolean hasDetails = random.nextBoolean();
    byte[] trailers = trailers(hasDetails ? body.bytes() : new byte[0], text);
    if (code != 0 && random.nextBoolean()) {
      fields(join(status(), trailers), END_STREAM);
      return;
    }
    fields(status(), 0);
    sideFrames();
    if (code == 0) {
      message(body.bytes());
    }
    fields(trailers, END_STREAM);
  }

  private byte[] settings() {
    byte[] window = ByteBuffer.allocate(6).putShort((short) 4).putInt(1 << 20).array();
    return random.nextBoolean() ? new byte[0] : window;
  }

  /** Frames of the connection, which change nothing. */
  private void sideFrames() {
    switch (random.nextInt(6)) {
      case 0 -> frame(PING, 0, 0, new byte[8]);
      case 1 -> frame(WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 1, 0});
      case 2 -> frame(SETTINGS, 1, 0, new byte[0]);
      case 3 -> frame(0x77, 0, 0, new byte[3]);
      default -> {}
    }
  }

  private byte[] status() {
    byte[] fields = new HpackWriter().add("content-type", "application/grpc").block();
    if (random.nextBoolean()) {
      return join(new byte[] {(byte) INDEXED_STATUS_200}, fields);
    }
    byte[] dynamic = join(new byte[] {INCREMENTAL, 3}, "x-aab".getBytes(StandardCharsets.US_ASCII));
    dynamic[6] = 1; // the value is one character
    byte[] field = join(dynamic, new byte[] {'v', (byte) FIRST_OF_TABLE});
    field[1] = 4;
    return join(new byte[] {(byte) INDEXED_STATUS_200}, join(field, fields));
  }

  private byte[] trailers(byte[] details, String text) {
    HpackWriter fields = new HpackWriter().add("grpc-status", Integer.toString(code));
    if (code != 0) {
      fields.add("grpc-message", encoded(text));
      if (details.length > 0 && details.length < 20_000) {
        fields.add("grpc-status-details-bin", Base64.getEncoder().encodeToString(details));
      }
    }
    return fields.block();
  }

  private String encoded(String text) {
    if (random.nextInt(4) == 0) {
      return text.substring(0, Math.min(text.length(), 10_000)).replaceAll("[^ -~]", "?");
    }
    StringBuilder encoded = new StringBuilder();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (byte each : Arrays.copyOf(bytes, Math.min(bytes.length, 10_000))) {
      encoded.append(
          each > ' ' && each < '%' ? String.valueOf((char) each) : String.format("%%%02X", each));
    }
    return encoded.toString();
  }

  private void message(byte[] message) {
    byte[] prefixed = ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
    for (int from = 0; from < prefixed.length; ) {
      int length = Math.min(prefixed.length - from, 1 + random.nextInt(5_000));
      byte[] part = Arrays.copyOfRange(prefixed, from, from + length);
      boolean isPadded = random.nextInt(5) == 0;
      frame(DATA, isPadded ? PADDED : 0, 1, isPadded ? padded(part) : part);
      from += length;
    }
  }

  private byte[] padded(byte[] part) {
    int padding = random.nextInt(256);
    byte[] padded = join(new byte[] {(byte) padding}, part);
    return Arrays.copyOf(padded, padded.length + padding);
  }

  private void fields(byte[] block, int endStream) {
    int cut = random.nextInt(4) == 0 || block.length > 16_000
        ? random.nextInt(Math.min(block.length, 16_000))
        : block.length;
    boolean isWhole = cut == block.length;
    frame(HEADERS, endStream | (isWhole ? END_HEADERS : 0), 1, Arrays.copyOf(block, cut));
    for (int from = cut; from < block.length; ) {
      int length = Math.min(block.length - from, 16_000);
      boolean isLast = from + length == block.length;
      byte[] part = Arrays.copyOfRange(block, from, from + length);
      frame(CONTINUATION, isLast ? END_HEADERS : 0, 1, part);
      from += length;
    }
  }

  private void frame(int type, int flags, int stream, byte[] payload) {
    out.writeBytes(ScriptedHttp2.frame(type, flags, stream, payload));
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  /** The gRPC status. */
  public int code() {
    return code;
  }

  /** Returns the frames as they are sent. */
  public byte[] toBytes() {
    return out.toByteArray();
  }
}
