/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.UnaryOperator;

/** A writer of one JSON string in parts: masks each part, and cuts the string at the maximum that a line can contain. */
final class JsonStringWriter {
  private static final byte[] ELLIPSIS = "…".getBytes(UTF_8);

  /** The number of chars after the cut that the mask also reads, so that a secret that extends beyond the cut is masked. */
  private static final int BEYOND = 1024;

  /** The maximum size of a line before shortening, as a multiple of its maximum; further strings are cut. */
  private static final int MOST_LINES = 32;

  private final ByteArrayBuilder bytes;
  private final int maxBytes;
  private final UnaryOperator<String> mask;
  private int start;
  private boolean cut;

  JsonStringWriter(ByteArrayBuilder bytes, int maxBytes, UnaryOperator<String> mask) {
    this.bytes = bytes;
    this.maxBytes = maxBytes;
    this.mask = mask;
  }

  void begin() {
    bytes.put('"');
    start = bytes.length();
    cut = false;
  }

  void append(String text) {
    int room = Math.max(0, Math.min(maxBytes - size(), MOST_LINES * maxBytes - bytes.length()));
    String considered = head(text, room + BEYOND);
    String masked = mask.apply(considered);
    cut |= considered.length() < text.length() || masked.length() > room;
    bytes.escape(head(masked, room));
  }

  int size() {
    return bytes.length() - start;
  }

  /** Removes all but the first bytes of the string. */
  void rewind(int size) {
    bytes.truncate(start + size);
    cut = false;
  }

  /** Ends the string and records its position; returns true if the string was cut. */
  boolean end(TruncationIndex pieces, boolean shortenFirst) {
    if (cut) {
      bytes.put(ELLIPSIS);
    }
    pieces.string(start, bytes.length(), shortenFirst);
    bytes.put('"');
    return cut;
  }

  private static String head(String text, int size) {
    if (text.length() <= size) {
      return text;
    }
    boolean splitsPair = size > 0 && Character.isHighSurrogate(text.charAt(size - 1));
    return text.substring(0, splitsPair ? size - 1 : size);
  }
}
