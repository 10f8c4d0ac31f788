/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The decoder of gzip answers (RFC 1952): bounded, and without an exception for a body that is cut or broken. */
final class GzipDecoder {

  /*
   * java.util.zip.GZIPInputStream calls itself for each empty member, so that a body of a few thousand of them ends in
   * a stack overflow. This one is a loop. Checksums are not compared: text with an error tells more than no text.
   */
  private static final int HEAD_BYTES = 10;
  private static final int TAIL_BYTES = 8;
  private static final int HAS_CHECKSUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private final byte[] raw;
  private final byte[] plain;
  private int position;
  private int size;

  private GzipDecoder(byte[] raw, int maxBytes) {
    this.raw = raw;
    this.plain = new byte[maxBytes];
  }

  /** Returns the decoded bytes as far as they can be read, up to the maximum. */
  static byte[] decode(byte[] raw, int maxBytes) {
    GzipDecoder decoder = new GzipDecoder(raw, maxBytes);
    Inflater inflater = new Inflater(true);
    try {
      boolean isWhole = true;
      while (isWhole && decoder.size < maxBytes && decoder.skipHead()) {
        inflater.reset();
        isWhole = decoder.inflate(inflater);
      }
    } finally {
      inflater.end();
    }
    return Arrays.copyOf(decoder.plain, decoder.size);
  }

  /** Returns true if a member starts here. */
  private boolean skipHead() {
    int at = position;
    if (raw.length - at < HEAD_BYTES
        || raw[at] != 0x1f
        || raw[at + 1] != (byte) 0x8b
        || raw[at + 2] != 8) {
      return false;
    }
    int flags = raw[at + 3];
    position = at + HEAD_BYTES;
    if ((flags & HAS_EXTRA) != 0 && position + 2 <= raw.length) {
      position += 2 + (raw[position] & 0xff) + ((raw[position + 1] & 0xff) << 8);
    }
    if ((flags & HAS_NAME) != 0) {
      skipText();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipText();
    }
    position += (flags & HAS_CHECKSUM) != 0 ? 2 : 0;
    return position < raw.length;
  }

  private void skipText() {
    while (position < raw.length && raw[position] != 0) {
      position++;
    }
    position++;
  }

  /** Returns true if the member is whole and there is room for more. */
  private boolean inflate(Inflater inflater) {
    inflater.setInput(raw, position, raw.length - position);
    try {
      while (!inflater.finished() && size < plain.length) {
        int count = inflater.inflate(plain, size, plain.length - size);
        if (count == 0 && !inflater.finished()) {
          return false; // cut, or in need of a dictionary
        }
        size += count;
      }
    } catch (DataFormatException broken) {
      return false;
    }
    position = raw.length - inflater.getRemaining() + TAIL_BYTES;
    return inflater.finished();
  }
}
