/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** The bytes that come from a peer, by lines and by blocks. */
final class PeerInput {

  private final InputStream in;
  private final byte[] buffer = new byte[8192];
  private int position;
  private int limit;

  PeerInput(InputStream in) {
    this.in = in;
  }

  /** Returns true if no byte was read beyond the requested ones. */
  boolean isDrained() {
    return position == limit;
  }

  /**
   * The next line without its end; a bare LF ends it too (RFC 9112, 2.2).
   *
   * @throws ProtocolException if it is longer than allowed
   * @throws EOFException if the peer closed before its end
   */
  String line(int maxBytes) throws IOException {
    return startOfLine(maxBytes, maxBytes);
  }

  /**
   * The start of the next line; the rest of the line is read over.
   *
   * @param keptBytes how much of it is returned
   * @throws ProtocolException if the line is longer than the maximum
   * @throws EOFException if the peer closed before its end
   */
  String startOfLine(int keptBytes, int maxBytes) throws IOException {
    int skipped = 0;
    StringBuilder line = new StringBuilder(64);
    while (true) {
      if (isDrained() && !fill()) {
        throw new EOFException("the peer closed the connection in the middle of its answer");
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      int length = end - position;
      if (line.length() + skipped + length > maxBytes) {
        throw new ProtocolException("the head of the answer is over its bound");
      }
      int kept = Math.min(length, keptBytes - line.length());
      line.append(new String(buffer, position, kept, StandardCharsets.ISO_8859_1));
      skipped += length - kept;
      boolean complete = end < limit;
      position = complete ? end + 1 : end;
      if (complete) {
        int last = line.length() - 1;
        if (last >= 0 && skipped == 0 && line.charAt(last) == '\r') {
          line.setLength(last);
        }
        return line.toString();
      }
    }
  }

  /** Waits for the first byte of an answer; false if the peer closed instead. */
  boolean awaitFirst() throws IOException {
    return !isDrained() || fill();
  }

  /** The next byte, which stays; {@link #awaitFirst} has returned true. */
  int peek() {
    return buffer[position] & 0xff;
  }

  /** Up to the given number of bytes, at least one; -1 at the end. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (isDrained() && !fill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  /** Reads over up to the given number of bytes, at least one, and returns their number; -1 at the end. */
  int skip(int length) throws IOException {
    if (isDrained() && !fill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    position += count;
    return count;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = 0;
    int count = in.read(buffer);
    limit = Math.max(0, count);
    return count > 0;
  }
}
