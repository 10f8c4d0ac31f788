/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.transport.HpackDecoder.Field;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * HTTP/2 (RFC 9113) over one connection, as a client that has one stream open at a time. The sending thread only.
 */
final class Http2Session {

  /*
   * One thread writes the request and then reads frames until its stream has ended; frames of the connection (SETTINGS,
   * PING, WINDOW_UPDATE, GOAWAY) are served as they come. While the peer's window is used up, the thread reads instead of
   * writing. So there is no second thread, and no queue. A lane's window is a number of connections.
   *
   * Frame (RFC 9113, 4.1), big-endian:
   *   0   3 bytes   payload length
   *   3   1 byte    type
   *   4   1 byte    flags
   *   5   4 bytes   stream, the highest bit reserved
   *   9   payload
   *
   * A peer that sends frames without end, each of them allowed, is bounded too: in their number since the last part of
   * the message went out, and in the size of all fields.
   */
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PUSH_PROMISE = 5;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;

  private static final int END_STREAM = 0x1;
  private static final int ACK = 0x1;
  private static final int END_HEADERS = 0x4;
  private static final int PADDED = 0x8;
  private static final int PRIORITY = 0x20;

  private static final int HEADER_TABLE_SIZE = 1;
  private static final int ENABLE_PUSH = 2;
  private static final int INITIAL_WINDOW_SIZE = 4;

  private static final int FRAME_HEAD_BYTES = 9;
  private static final int MAX_FRAME_BYTES = 16_384;
  private static final int DEFAULT_WINDOW = 65_535;
  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int MAX_BODY_BYTES = 256 * 1024;
  private static final int MAX_STREAM = 1 << 30;
  private static final int MAX_WINDOW = Integer.MAX_VALUE;
  private static final int MAX_FRAMES_IN_A_ROW = 10_000;
  private static final int MAX_REASON_BYTES = 300;

  private final PeerInput in;
  private final OutputStream out;
  private final HpackDecoder decoder = new HpackDecoder();
  private boolean hasBegun;
  private boolean hasSettings;
  private boolean saysTableSize = true; // with the next head
  private boolean isLeaving;
  private String peersReason = ""; // of its GOAWAY
  private int nextStream = 1;
  private long connectionWindow = DEFAULT_WINDOW;
  private int initialWindow = DEFAULT_WINDOW;
  private int received;

  // of the stream at hand
  private int stream;
  private long streamWindow;
  private boolean hasEnded;
  private boolean isRefused;
  private int framesInARow;
  private int fieldBytes;
  private final Map<String, String> fields = new HashMap<>();
  private ByteArrayOutputStream body = new ByteArrayOutputStream();

  // of the frame at hand
  private int type;
  private int flags;
  private int frameStream;
  private byte[] payload = new byte[0];

  Http2Session(PeerInput in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** A response: header and trailer fields together, the last of a name, and the body. */
  static final class Response {
    private final Map<String, String> fields;
    private final byte[] body;

    private Response(Map<String, String> fields, byte[] body) {
      this.fields = fields;
      this.body = body;
    }

    Map<String, String> fields() {
      return fields;
    }

    /** The body, not a copy. */
    byte[] body() {
      return body;
    }
  }

  /** The peer has not looked at the stream: the request was not taken. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String peersReason) {
      super("the peer refused the call before it looked at it" + peersReason);
    }
  }

  /** Returns true if another request may go over the connection. */
  boolean isReusable() {
    return hasEnded && !isLeaving && nextStream < MAX_STREAM;
  }

  /**
   * Sends one request and reads its response.
   *
   * @param headers the header block
   * @param prefix the bytes before the message
   */
  Response exchange(byte[] headers, byte[] prefix, byte[] message, ExchangeAttempt attempt)
      throws IOException {
    stream = nextStream;
    nextStream += 2;
    streamWindow = initialWindow;
    hasEnded = false;
    isRefused = false;
    framesInARow = 0;
    fieldBytes = 0;
    fields.clear();
    body = new ByteArrayOutputStream();
    begin();
    boolean isSent = false;
    if (!hasEnded) {
      sendHeaders(headers);
      isSent = sendMessage(prefix, message, attempt);
    }
    attempt.enter(ExchangeAttempt.Step.AWAIT);
    while (!hasEnded) {
      readFrame();
      if (!fields.isEmpty()) {
        attempt.enter(ExchangeAttempt.Step.READ);
      }
    }
    if (isRefused) {
      throw new RefusedException(peersReason);
    }
    if (!isSent) {
      isLeaving = true; // the peer answered early; a new connection is simpler than a reset stream
    }
    return new Response(Map.copyOf(fields), body.toByteArray());
  }

  /**
   * Waits for the peer's settings, as gRPC's own clients do: with a smaller window than the protocol's, a message that is sent
   * before them leaves the window below zero, from which some servers do not help it up.
   */
  private void begin() throws IOException {
    if (hasBegun) {
      return;
    }
    hasBegun = true;
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    start.writeBytes(PREFACE);
    start.writeBytes(frame(SETTINGS, 0, 0, new byte[] {0, ENABLE_PUSH, 0, 0, 0, 0}, 0, 6));
    out.write(start.toByteArray());
    while (!hasSettings && !hasEnded) {
      readFrame();
    }
  }

  private void sendHeaders(byte[] fields) throws IOException {
    byte[] block = fields;
    if (saysTableSize) {
      saysTableSize = false;
      block = new byte[1 + fields.length];
      block[0] = HpackWriter.NO_TABLE;
      System.arraycopy(fields, 0, block, 1, fields.length);
    }
    int from = 0;
    do {
      int length = Math.min(MAX_FRAME_BYTES, block.length - from);
      int end = from + length == block.length ? END_HEADERS : 0;
      out.write(frame(from == 0 ? HEADERS : CONTINUATION, end, stream, block, from, length));
      from += length;
    } while (from < block.length);
  }

  /** False if the stream ended before all was sent. */
  private boolean sendMessage(byte[] prefix, byte[] message, ExchangeAttempt attempt)
      throws IOException {
    int total = prefix.length + message.length;
    int from = 0;
    while (true) {
      while (!hasEnded && from < total && Math.min(connectionWindow, streamWindow) <= 0) {
        readFrame();
      }
      if (hasEnded) {
        return false;
      }
      long window = Math.min(MAX_FRAME_BYTES, Math.min(connectionWindow, streamWindow));
      int length = (int) Math.min(window, total - from);
      boolean isLast = from + length == total;
      if (isLast) {
        attempt.requestGoesOut(); // a write that fails may have gone through
      }
      out.write(frame(
          DATA, isLast ? END_STREAM : 0, stream, part(prefix, message, from, length), 0, length));
      connectionWindow -= length;
      streamWindow -= length;
      from += length;
      framesInARow = 0;
      if (isLast) {
        return true;
      }
    }
  }

  private static byte[] part(byte[] prefix, byte[] message, int from, int length) {
    byte[] part = new byte[length];
    int ofPrefix = Math.max(0, Math.min(length, prefix.length - from));
    System.arraycopy(prefix, Math.min(from, prefix.length), part, 0, ofPrefix);
    int ofMessage =
        Math.max(0, from - prefix.length); // no connection goes with a part of the prefix alone
    System.arraycopy(message, ofMessage, part, ofPrefix, length - ofPrefix);
    return part;
  }

  private static byte[] frame(
      int type, int flags, int stream, byte[] payload, int from, int length) {
    byte[] frame = new byte[FRAME_HEAD_BYTES + length];
    frame[0] = (byte) (length >> 16);
    frame[1] = (byte) (length >> 8);
    frame[2] = (byte) length;
    frame[3] = (byte) type;
    frame[4] = (byte) flags;
    putInt(frame, 5, stream);
    System.arraycopy(payload, from, frame, FRAME_HEAD_BYTES, length);
    return frame;
  }

  private static void putInt(byte[] target, int at, int value) {
    target[at] = (byte) (value >> 24);
    target[at + 1] = (byte) (value >> 16);
    target[at + 2] = (byte) (value >> 8);
    target[at + 3] = (byte) value;
  }

  private void readFrame() throws IOException {
    readPayload();
    switch (type) {
      case DATA -> data();
      case HEADERS -> headers();
      case RST_STREAM -> reset();
      case SETTINGS -> settings();
      case PING -> ping();
      case GOAWAY -> goAway();
      case WINDOW_UPDATE -> windowUpdate();
      case PUSH_PROMISE, CONTINUATION -> throw wrongOrder();
      default -> {} // of extensions, and priorities: ignored (RFC 9113, 5.5)
    }
  }

  private static ProtocolException wrongOrder() {
    return new ProtocolException("the peer broke the order of HTTP/2 frames");
  }

  private void readPayload() throws IOException {
    if (++framesInARow > MAX_FRAMES_IN_A_ROW) {
      throw new ProtocolException(
          "the peer sent " + MAX_FRAMES_IN_A_ROW + " frames without an answer");
    }
    if (!in.awaitFirst()) {
      throw new EOFException("the peer closed the connection without an answer" + peersReason);
    }
    byte[] head = new byte[FRAME_HEAD_BYTES];
    readFully(head);
    if (head[0] == 'H' && head[1] == 'T' && head[2] == 'T' && head[3] == 'P') {
      throw WrongProtocolException.http1();
    }
    int length = ((head[0] & 0xff) << 16) | ((head[1] & 0xff) << 8) | (head[2] & 0xff);
    if (length > MAX_FRAME_BYTES) {
      throw new ProtocolException("the peer does not speak HTTP/2; check scheme and port");
    }
    type = head[3] & 0xff;
    flags = head[4] & 0xff;
    frameStream = int31(head, 5);
    if (!isLengthOfItsType(length)) {
      throw new ProtocolException("the peer sent an HTTP/2 frame of a wrong length");
    }
    payload = new byte[length];
    readFully(payload);
  }

  private boolean isLengthOfItsType(int length) {
    return switch (type) {
      case RST_STREAM, WINDOW_UPDATE -> length == 4;
      case SETTINGS -> (flags & ACK) != 0 ? length == 0 : length % 6 == 0;
      case PING -> length == 8;
      case GOAWAY -> length >= 8;
      default -> true;
    };
  }

  private void readFully(byte[] target) throws IOException {
    for (int from = 0; from < target.length; ) {
      int count = in.read(target, from, target.length - from);
      if (count < 0) {
        throw new EOFException("the peer closed the connection in the middle of its answer");
      }
      from += count;
    }
  }

  private static int int31(byte[] bytes, int at) {
    return ((bytes[at] & 0x7f) << 24)
        | ((bytes[at + 1] & 0xff) << 16)
        | ((bytes[at + 2] & 0xff) << 8)
        | (bytes[at + 3] & 0xff);
  }

  private void data() throws IOException {
    int padding = (flags & PADDED) != 0 ? 1 + lengthOfPadding() : 0;
    if (frameStream == stream && !hasEnded) {
      if (fields.isEmpty()) {
        throw wrongOrder();
      }
      int from = padding == 0 ? 0 : 1;
      body.write(payload, from, payload.length - padding);
      if (body.size() > MAX_BODY_BYTES) {
        throw new ProtocolException("the body of the answer is over its bound");
      }
      hasEnded = (flags & END_STREAM) != 0;
    }
    received += payload.length;
    if (received >= DEFAULT_WINDOW / 2) {
      giveBack(0);
      if (!hasEnded) {
        giveBack(stream);
      }
      received = 0;
    }
  }

  /** Lets the peer send as much again as it has sent since the last time. */
  private void giveBack(int toStream) throws IOException {
    byte[] update = new byte[4];
    putInt(update, 0, received);
    out.write(frame(WINDOW_UPDATE, 0, toStream, update, 0, 4));
  }

  private int lengthOfPadding() throws IOException {
    int length = payload.length == 0 ? 0 : payload[0] & 0xff;
    if (length >= payload.length) {
      throw new ProtocolException("the peer broke the padding of an HTTP/2 frame");
    }
    return length;
  }

  private void headers() throws IOException {
    int ofStream = frameStream;
    boolean endsStream = (flags & END_STREAM) != 0;
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    int padding = (flags & PADDED) != 0 ? 1 + lengthOfPadding() : 0;
    int from = (padding == 0 ? 0 : 1) + ((flags & PRIORITY) != 0 ? 5 : 0);
    int end = payload.length - Math.max(0, padding - 1);
    if (from > end) {
      throw new ProtocolException("the peer broke the padding of an HTTP/2 frame");
    }
    block.write(payload, from, end - from);
    while ((flags & END_HEADERS) == 0) {
      readPayload();
      if (type != CONTINUATION || frameStream != ofStream) {
        throw wrongOrder();
      }
      block.writeBytes(payload);
      if (block.size() > MAX_HEADER_BYTES) {
        throw new ProtocolException("the head of the answer is over its bound");
      }
    }
    List<Field> decoded = decoder.decode(block.toByteArray());
    if (ofStream == stream && !hasEnded) {
      take(decoded, endsStream);
    }
  }

  /** Takes a head or a trailer; a trailer ends the stream. */
  private void take(List<Field> decoded, boolean endsStream) throws IOException {
    String status = "";
    for (Field field : decoded) {
      fieldBytes += field.size();
      status = field.name().equals(":status") ? field.value() : status;
    }
    if (fieldBytes > MAX_HEADER_BYTES) {
      throw new ProtocolException("the head of the answer is over its bound");
    }
    boolean isTrailer = !fields.isEmpty();
    boolean isInterim = status.startsWith("1");
    if (isTrailer ? !endsStream : status.isEmpty() || (isInterim && endsStream)) {
      throw isTrailer ? wrongOrder() : new ProtocolException("the answer has no status");
    }
    if (isInterim) {
      fieldBytes = 0; // not kept
    } else {
      decoded.forEach(field -> fields.put(field.name(), field.value()));
    }
    hasEnded = endsStream;
  }

  private void reset() throws IOException {
    if (frameStream != stream || hasEnded) {
      return;
    }
    int code = int31(payload, 0);
    if (code == Http2ErrorCodes.REFUSED_STREAM) {
      hasEnded = true;
      isRefused = true;
    } else if (code == Http2ErrorCodes.NO_ERROR && fields.containsKey(":status")) {
      hasEnded = true;
    } else {
      throw new IOException("the peer reset the call with " + Http2ErrorCodes.name(code));
    }
  }

  private void settings() throws IOException {
    if ((flags & ACK) != 0) {
      return;
    }
    for (int at = 0; at + 6 <= payload.length; at += 6) {
      int name = ((payload[at] & 0xff) << 8) | (payload[at + 1] & 0xff);
      saysTableSize |= name == HEADER_TABLE_SIZE;
      if (name == INITIAL_WINDOW_SIZE) {
        int window = int31(payload, at + 2);
        checkWindow(payload[at + 2] < 0 ? MAX_WINDOW + 1L : window);
        streamWindow += window - initialWindow;
        initialWindow = window;
      }
    }
    hasSettings = true;
    out.write(frame(SETTINGS, ACK, 0, payload, 0, 0));
  }

  private void ping() throws IOException {
    if ((flags & ACK) == 0) {
      out.write(frame(PING, ACK, 0, payload, 0, payload.length));
    }
  }

  private void goAway() {
    isLeaving = true;
    int code = int31(payload, 4);
    if (code != Http2ErrorCodes.NO_ERROR) {
      int length = Math.min(MAX_REASON_BYTES, payload.length - 8);
      String text = new String(payload, 8, length, StandardCharsets.UTF_8);
      peersReason = ", with " + Http2ErrorCodes.name(code) + (text.isBlank() ? "" : ": " + text);
    }
    if (int31(payload, 0) < stream) {
      isRefused = true;
      hasEnded = true;
    }
  }

  private void windowUpdate() throws IOException {
    int more = int31(payload, 0);
    if (frameStream == 0) {
      connectionWindow += more;
      checkWindow(connectionWindow);
    } else if (frameStream == stream) {
      streamWindow += more;
      checkWindow(streamWindow);
    }
  }

  private static void checkWindow(long window) throws IOException {
    if (window > MAX_WINDOW) {
      throw new ProtocolException("the peer opened a window over the maximum");
    }
  }
}
