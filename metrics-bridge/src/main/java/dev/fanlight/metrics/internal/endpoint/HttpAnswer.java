/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A complete HTTP response, immutable. It owns its body, which may be sent to several peers. */
final class HttpAnswer {
  private static final int SMALL = 8 * 1024;

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  static HttpAnswer text(int status, String text) {
    return new HttpAnswer(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  HttpAnswer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpAnswer(status, more, body);
  }

  int status() {
    return status;
  }

  /** Returns the part of the body that follows {@link #first}. */
  ByteBuffer rest(boolean hasBody) {
    return hasBody && body.length > SMALL ? ByteBuffer.wrap(body) : ByteBuffer.allocate(0);
  }

  /** Returns the status line, the headers and a small body, which are written together. */
  ByteBuffer first(long epochNanos, boolean isKept, boolean hasBody) {
    byte[] head = head(epochNanos, isKept);
    if (!hasBody || body.length > SMALL) {
      return ByteBuffer.wrap(head);
    }
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
  }

  private byte[] head(long epochNanos, boolean isKept) {
    Instant now = Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(epochNanos));
    var text = new StringBuilder(256);
    text.append("HTTP/1.1 ").append(status).append(' ').append(reason(status)).append("\r\n");
    line(text, "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
    headers.forEach((name, value) -> line(text, name, value));
    line(text, "Content-Length", Integer.toString(body.length));
    if (!isKept) {
      line(text, "Connection", "close");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Content Too Large";
      case 421 -> "Misdirected Request";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "Answer";
    };
  }
}
