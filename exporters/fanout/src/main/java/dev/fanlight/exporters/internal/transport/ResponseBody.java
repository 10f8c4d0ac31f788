/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The body of an answer as it is read: the first part kept, the rest skipped, more than that refused. */
final class ResponseBody {

  /** Maximum number of bytes that are kept. */
  static final int KEPT_BYTES = 64 * 1024;

  /** Maximum number of further bytes that are read to save the connection; a longer body costs the connection. */
  private static final int SKIPPED_BYTES = 192 * 1024;

  private static final int MAX_CHUNK_LINE = 1024;
  private static final int MAX_TRAILER = 16 * 1024;
  private static final Pattern CHUNK_SIZE =
      Pattern.compile("([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?", Pattern.DOTALL);

  private final PeerInput in;
  private byte[] kept = new byte[512];
  private int size;
  private long skipped;
  private boolean isComplete;

  private ResponseBody(PeerInput in) {
    this.in = in;
  }

  /**
   * Reads the body that belongs to the head, as far as it can be read: the peer has handled the request by then, and a
   * broken or endless body does not take the status back. To send the request again would make duplicates.
   */
  static ResponseBody read(ResponseHead head, PeerInput in) {
    ResponseBody body = new ResponseBody(in);
    try {
      body.isComplete = body.readAsFramed(head);
    } catch (IOException ignored) {
      // broken off, or cut by the deadline or an interrupt: the connection is spent
    }
    return body;
  }

  /** Returns whether the connection stands at the end of the answer then. */
  private boolean readAsFramed(ResponseHead head) throws IOException {
    if (head.isBodiless()) {
      return true;
    }
    if (head.isChunked()) {
      return readChunks();
    }
    if (head.isTransferCoded() || head.contentLength() < 0) {
      readToTheEnd();
      return false;
    }
    return readExactly(head.contentLength());
  }

  /** Returns true if the connection stands at the end of the answer. */
  boolean isComplete() {
    return isComplete;
  }

  private boolean readChunks() throws IOException {
    while (true) {
      var size = CHUNK_SIZE.matcher(in.line(MAX_CHUNK_LINE));
      if (!size.matches()) {
        throw new ProtocolException("the peer broke the chunks of its answer");
      }
      long length = Long.parseLong(size.group(1), 16);
      if (length == 0) {
        return readTrailer();
      }
      if (!readExactly(length)) {
        return false;
      }
      if (!in.line(2).isEmpty()) {
        throw new ProtocolException("the peer broke the chunks of its answer");
      }
    }
  }

  private boolean readTrailer() throws IOException {
    int budget = MAX_TRAILER;
    for (String line = in.line(budget); !line.isEmpty(); line = in.line(budget)) {
      budget -= line.length() + 2;
    }
    return true;
  }

  /** False if it is not worth reading to the end. */
  private boolean readExactly(long length) throws IOException {
    for (long left = length; left > 0; ) {
      if (isKeptFull() && skipped + left > SKIPPED_BYTES) {
        return false;
      }
      int count = readSome(left);
      if (count < 0) {
        throw new EOFException("the peer closed the connection in the middle of its answer");
      }
      left -= count;
    }
    return true;
  }

  private void readToTheEnd() throws IOException {
    while (!isKeptFull() && readSome(KEPT_BYTES) >= 0) {
      // until the peer closes
    }
  }

  private int readSome(long most) throws IOException {
    if (isKeptFull()) {
      int count = in.skip((int) Math.min(SKIPPED_BYTES, most));
      skipped += Math.max(0, count);
      return count;
    }
    if (size == kept.length) {
      kept = Arrays.copyOf(kept, Math.min(KEPT_BYTES, kept.length * 4));
    }
    int count = in.read(kept, size, (int) Math.min(kept.length - size, most));
    size += Math.max(0, count);
    return count;
  }

  private boolean isKeptFull() {
    return size == KEPT_BYTES;
  }

  /** Returns the kept bytes, decoded from the head's content encoding if that is gzip. */
  byte[] decoded(ResponseHead head) {
    byte[] raw = Arrays.copyOf(kept, size);
    boolean gzip = head.lower("content-encoding").endsWith("gzip");
    return gzip && size > 0 ? GzipDecoder.decode(raw, KEPT_BYTES) : raw;
  }
}
