/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.UnaryOperator;

/** The string that is being written, masked piece by piece, and cut where no line could hold more of it. */
final class JsonStringWriter {
  private static final byte[] ELLIPSIS = "…".getBytes(UTF_8);

  /** How far beyond the cut a mask looks, lest half a secret stay because its other half was cut off. */
  private static final int BEYOND = 1024;

  /** How much longer than its limit a line may get before it is shortened: its strings are cut from there on. */
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

  /** Takes back all but the first bytes. */
  void rewind(int size) {
    bytes.truncate(start + size);
    cut = false;
  }

  /** Ends the string and notes where it stands; tells whether its end was cut off. */
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
