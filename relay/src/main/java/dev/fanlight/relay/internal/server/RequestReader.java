/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads the requests of one connection; its thread only. */
final class RequestReader {

  /*
   * RFC 9112, and strict where a request could be read in two ways: one Content-Length of digits or one Transfer-Encoding of
   * "chunked", never both; no folded lines, no space before a colon, no control characters; lines end with CR LF.
   */

  static final int MAX_HEAD_BYTES = 16 << 10;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_CHUNK_LINE = 256;
  private static final int FIRST_BUFFER = 16 << 10;
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  private final InputStream in;
  private final OutputStream out;
  private final long maxBodyBytes;

  RequestReader(InputStream in, OutputStream out, long maxBodyBytes) {
    this.in = in;
    this.out = out;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Waits for the first byte of a request; -1 if the peer has closed. */
  int first() throws IOException {
    int next = in.read();
    while (next == '\r' || next == '\n') { // after a body, as some clients send it
      next = in.read();
    }
    return next;
  }

  ReceivedHead head(int first) throws IOException, RefusedRequestException {
    LineReader lines = new LineReader(MAX_HEAD_BYTES);
    lines.first = first;
    String[] line = lines.next().split(" ", -1);
    if (line.length != 3 || !line[2].matches("HTTP/1\\.[01]") || !line[1].startsWith("/")) {
      throw bad("the request line is not one of HTTP/1.1");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header = lines.next(); !header.isEmpty(); header = lines.next()) {
      if (headers.size() >= MAX_HEADERS) {
        throw bad("more than " + MAX_HEADERS + " headers");
      }
      put(header, headers);
    }
    check(headers);
    int query = line[1].indexOf('?');
    String path = query < 0 ? line[1] : line[1].substring(0, query);
    return new ReceivedHead(line[0], path, headers, line[2].endsWith("1"));
  }

  private static void put(String line, Map<String, String> headers) throws RefusedRequestException {
    int colon = line.indexOf(':');
    String name = colon < 0 ? "" : line.substring(0, colon);
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw bad("a header has no proper name");
    }
    String value = line.substring(colon + 1).strip();
    String key = name.toLowerCase(Locale.ROOT);
    String before = headers.get(key);
    if (before != null
        && (key.equals("content-length")
            || key.equals("transfer-encoding")
            || key.equals("authorization"))) {
      throw bad(key + " is there twice");
    }
    headers.put(key, before == null ? value : before + ", " + value);
  }

  private static void check(Map<String, String> headers) throws RefusedRequestException {
    String length = headers.get("content-length");
    String encoding = headers.get("transfer-encoding");
    if (length != null && (encoding != null || !length.matches("[0-9]{1,18}"))) {
      throw bad("the length of the body is not clear");
    }
    if (encoding != null && !encoding.equalsIgnoreCase("chunked")) {
      throw bad("the transfer-encoding is not chunked");
    }
  }

  static RefusedRequestException bad(String what) {
    return new RefusedRequestException(400, "no request of HTTP/1.1: " + what);
  }

  /** Reads the body; an array of its length. */
  byte[] body(ReceivedHead head, MemoryReservation memory)
      throws IOException, RefusedRequestException {
    if (!head.isChunked() && head.contentLength() > maxBodyBytes) {
      throw tooLarge();
    }
    if (head.header("expect").equalsIgnoreCase("100-continue")) {
      out.write(CONTINUE.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    Body body = new Body(memory);
    if (!head.isChunked()) {
      body.read(head.contentLength());
      return body.bytes();
    }
    long size = chunkSize();
    while (size > 0) {
      if (size > maxBodyBytes - body.length) {
        throw tooLarge();
      }
      body.read(size);
      expectLineEnd();
      size = chunkSize();
    }
    LineReader trailers = new LineReader(MAX_HEAD_BYTES);
    while (!trailers.next().isEmpty()) {
      // trailers have no meaning here
    }
    return body.bytes();
  }

  private RefusedRequestException tooLarge() {
    return new RefusedRequestException(
        413,
        "the body is larger than source.otlp.max_body, " + maxBodyBytes
            + " bytes; send smaller batches");
  }

  private long chunkSize() throws IOException, RefusedRequestException {
    String line = new LineReader(MAX_CHUNK_LINE).next();
    int extension = line.indexOf(';');
    String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
    if (!digits.matches("[0-9a-fA-F]{1,8}")) {
      throw bad("a chunk has no size");
    }
    return Long.parseLong(digits, 16);
  }

  private void expectLineEnd() throws IOException, RefusedRequestException {
    if (in.read() != '\r' || in.read() != '\n') {
      throw bad("a chunk is longer than its size");
    }
  }

  /** A body that grows as its bytes arrive, and not by the declared length. */
  private final class Body {
    private final MemoryReservation memory;
    private byte[] bytes = new byte[0];
    private int length;

    Body(MemoryReservation memory) {
      this.memory = memory;
    }

    void read(long count) throws IOException, RefusedRequestException {
      long left = count;
      while (left > 0) {
        if (length == bytes.length) {
          grow(left);
        }
        int read = in.read(bytes, length, (int) Math.min(left, bytes.length - length));
        if (read < 0) {
          throw new EOFException("the peer closed in the middle of a body");
        }
        length += read;
        left -= read;
      }
    }

    private void grow(long left) throws RefusedRequestException {
      long wanted = Math.min(length + left, Math.max(FIRST_BUFFER, 2L * bytes.length));
      memory.add(wanted - bytes.length);
      bytes = Arrays.copyOf(bytes, (int) wanted);
    }

    byte[] bytes() {
      return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
  }

  /** Lines of limited length, all together; reads no byte behind the end of a line. */
  private final class LineReader {
    private static final int NONE = -2;

    private int first = NONE;
    private int left;

    LineReader(int maxBytes) {
      this.left = maxBytes;
    }

    String next() throws IOException, RefusedRequestException {
      StringBuilder line = new StringBuilder();
      int c = first == NONE ? in.read() : first;
      first = NONE;
      while (c != '\r') {
        if (c < 0) {
          throw new EOFException("the peer closed in the middle of a head");
        }
        if (--left <= 0) {
          throw bad("a head or line is too long");
        }
        if ((c < ' ' && c != '\t') || c == 0x7f) {
          throw bad("a line has a control character");
        }
        line.append((char) c);
        c = in.read();
      }
      if (in.read() != '\n') {
        throw bad("a line ends without a line feed");
      }
      return line.toString();
    }
  }

  /** Reads the rest of the request, so that it can read the answer; returns when it has closed or sent so much. */
  void discard(long maxBytes) throws IOException {
    byte[] buffer = new byte[8 << 10];
    long left = maxBytes;
    int read = 0;
    while (left > 0 && read >= 0) {
      read = in.read(buffer);
      left -= read;
    }
  }
}
