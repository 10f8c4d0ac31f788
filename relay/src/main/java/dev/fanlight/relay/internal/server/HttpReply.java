/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.server;

import java.nio.charset.StandardCharsets;

/** A response; it takes over the array of its body. */
public final class HttpReply {

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final int retryAfterSeconds;

  private HttpReply(int status, String contentType, byte[] body, int retryAfterSeconds) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** A response with a body. */
  public static HttpReply of(int status, String contentType, byte[] body) {
    return new HttpReply(status, contentType, body, 0);
  }

  /** The response with the header {@code Retry-After}. */
  public HttpReply retryAfter(int seconds) {
    return new HttpReply(status, contentType, body, seconds);
  }

  int status() {
    return status;
  }

  /** Returns the response as it goes on the wire. */
  public byte[] bytes(boolean keepsAlive) {
    StringBuilder head = new StringBuilder(200);
    head.append("HTTP/1.1 ").append(status).append(' ').append(phrase()).append("\r\n");
    head.append("Content-Type: ").append(contentType).append("\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n");
    if (retryAfterSeconds > 0) {
      head.append("Retry-After: ").append(retryAfterSeconds).append("\r\n");
    }
    if (status == 401) {
      head.append("WWW-Authenticate: Bearer\r\n");
    }
    if (status == 405) {
      head.append("Allow: POST\r\n");
    }
    head.append(keepsAlive ? "\r\n" : "Connection: close\r\n\r\n");
    byte[] first = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[first.length + body.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(body, 0, all, first.length, body.length);
    return all;
  }

  private String phrase() {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 503 -> "Service Unavailable";
      default -> "Status";
    };
  }
}
