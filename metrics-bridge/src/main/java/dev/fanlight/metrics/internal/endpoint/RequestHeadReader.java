/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects the bytes of one request head, at most 8 KiB. Linear time for any division of the bytes. One thread only. */
final class RequestHeadReader {
  static final int MAX_BYTES = 8 * 1024;

  private static final int FIRST_BYTES = 512;
  private static final ReadResult INCOMPLETE = new ReadResult.Incomplete();

  private byte @Nullable [] bytes; // null between requests, to save memory
  private int size;
  private int lineStart;

  /** Consumes bytes up to the end of the head. Remaining bytes in {@code in} are not part of it. */
  ReadResult append(ByteBuffer in) {
    while (in.hasRemaining()) {
      if (size == MAX_BYTES) {
        return new ReadResult.Invalid(431, "The maximum size of a request head is 8 KiB.\n");
      }
      byte next = in.get();
      if (size == 0 && next < ' ' && next != '\r' && next != '\n') {
        return new ReadResult.Invalid(400, ""); // a TLS hello, for example
      }
      room()[size++] = next;
      if (next == '\n' && isEmptyLine()) {
        return parsed();
      }
    }
    return INCOMPLETE;
  }

  /** Tells whether a part of a head has been read. */
  boolean hasBegun() {
    return size > 0;
  }

  private byte[] room() {
    byte[] now = bytes;
    if (now == null) {
      now = new byte[FIRST_BYTES];
    } else if (now.length == size) {
      now = Arrays.copyOf(now, Math.min(2 * size, MAX_BYTES));
    }
    bytes = now;
    return now;
  }

  /** Tells whether the line that ends here is empty; empty lines before the request are skipped (RFC 9112, 2.2). */
  private boolean isEmptyLine() {
    int start = lineStart;
    lineStart = size;
    byte[] now = room();
    boolean isEmpty = size - start == 1 || (size - start == 2 && now[start] == '\r');
    return isEmpty && start > 0 && !isBlank(now, start);
  }

  private static boolean isBlank(byte[] bytes, int end) {
    return end <= 2 && (bytes[0] == '\r' || bytes[0] == '\n');
  }

  private ReadResult parsed() {
    String text = new String(room(), 0, size, StandardCharsets.ISO_8859_1);
    bytes = null;
    size = 0;
    lineStart = 0;
    return RequestHeadParser.parse(text);
  }
}
