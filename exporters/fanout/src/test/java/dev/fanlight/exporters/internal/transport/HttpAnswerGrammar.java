/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.fuzz.AnswerBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Answers of HTTP/1.1 that follow the protocol, in all of its forms. */
public final class HttpAnswerGrammar {

  private static final int[] STATUSES = {
    200, 200, 200, 202, 204, 304, 301, 400, 401, 402, 403, 404, 405, 409, 413, 422, 429, 429, 500,
    502, 503, 503, 504, 521, 599, 999
  };
  private static final List<String> FIELDS = List.of(
      "Server: x\r\n",
      "no field at all\r\n",
      "X-Folded: a\r\n  b\r\n",
      ": without a name\r\n",
      "Connection: keep-alive\r\n",
      "Connection: close\r\n",
      "X-Bin: \u0001\u0080\r\n",
      "X-Long: " + "v".repeat(9_000) + "\r\n");

  private final Random random;
  private final AnswerBody body;
  private final int status;
  private final byte[] bytes;
  private boolean endsWithConnection;

  /** An answer with a body. */
  public HttpAnswerGrammar(Random random, AnswerBody body) throws IOException {
    this.random = random;
    this.body = body;
    this.status = STATUSES[random.nextInt(STATUSES.length)];
    this.bytes = make();
  }

  private byte[] make() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (random.nextInt(8) == 0) {
      write(out, "HTTP/1.1 100 Continue\r\n" + fields() + "\r\n");
    }
    write(out, "HTTP/1.1 " + status + (random.nextBoolean() ? " Reason" : "") + "\r\n");
    write(out, fields() + "Content-Type: " + body.contentType() + "\r\n");
    boolean isBodiless = status == 204 || status == 304;
    byte[] content = body.bytes();
    if (random.nextInt(4) == 0 && content.length > 0) {
      content = zipped(content);
      write(out, "Content-Encoding: gzip\r\n");
    }
    int framing = random.nextInt(4);
    endsWithConnection = framing == 0 && !isBodiless;
    if (isBodiless) {
      write(out, "\r\n");
    } else if (framing == 0) {
      write(out, "\r\n");
      out.write(content);
    } else if (framing == 1) {
      write(out, "Content-Length: " + content.length + "\r\n\r\n");
      out.write(content);
    } else {
      write(out, "Transfer-Encoding: chunked\r\n\r\n");
      chunks(out, content);
    }
    return out.toByteArray();
  }

  private String fields() {
    StringBuilder fields = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      fields.append(FIELDS.get(random.nextInt(FIELDS.size())));
    }
    return fields.toString();
  }

  private void chunks(ByteArrayOutputStream out, byte[] content) throws IOException {
    for (int from = 0; from < content.length; ) {
      int length = Math.min(content.length - from, 1 + random.nextInt(700));
      String extension = random.nextInt(6) == 0 ? ";a=b" : "";
      String size = Integer.toHexString(length);
      write(out, (random.nextInt(6) == 0 ? "00" + size : size) + extension + "\r\n");
      out.write(content, from, length);
      write(out, "\r\n");
      from += length;
    }
    write(out, "0\r\n" + (random.nextInt(6) == 0 ? "Trailer-Field: t\r\n" : "") + "\r\n");
  }

  /** In one member or two. */
  private byte[] zipped(byte[] content) throws IOException {
    int cut = random.nextInt(3) == 0 ? random.nextInt(content.length) : 0;
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    for (int[] part : new int[][] {{0, cut}, {cut, content.length}}) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
        gzip.write(content, part[0], part[1] - part[0]);
      }
    }
    return zipped.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The status. */
  public int status() {
    return status;
  }

  /** Returns the answer as it is sent. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Returns the body that is read: none for a status that has none. */
  public byte[] content() {
    return status == 204 || status == 304 ? new byte[0] : body.bytes();
  }

  /** Whether the end of the connection is the end of the body. */
  public boolean endsWithConnection() {
    return endsWithConnection;
  }
}
