/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.zipkin;

import java.util.Arrays;

/** A writer of JSON in UTF-8 to one growing byte array. Not thread-safe. */
final class JsonBuffer {

  private static final int FIRST_SIZE = 1 << 14;
  private static final int MAX_KEPT_SIZE = 4 << 20; // a full batch of large spans
  private static final int LONGEST_ESCAPE = 6;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private byte[] bytes = new byte[FIRST_SIZE];
  private int length;

  /** Returns a copy of the bytes and clears the buffer. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    length = 0;
    if (bytes.length > MAX_KEPT_SIZE) {
      bytes = new byte[FIRST_SIZE]; // a single very large batch must not keep its memory
    }
    return taken;
  }

  /** Discards the bytes written so far. */
  void clear() {
    length = 0;
  }

  JsonBuffer ascii(char c) {
    reserve(1);
    bytes[length++] = (byte) c;
    return this;
  }

  /** Appends ASCII text that needs no escapes. */
  JsonBuffer ascii(String text) {
    int size = text.length();
    reserve(size);
    for (int i = 0; i < size; i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  JsonBuffer number(long number) {
    return ascii(Long.toString(number));
  }

  /** A string with its quotes. */
  JsonBuffer string(String text) {
    int size = text.length();
    reserve(2L + size);
    bytes[length++] = '"';
    int i = 0;
    while (i < size
        && isPlain(text.charAt(i))) { // fast path: most strings contain only plain ASCII
      bytes[length++] = (byte) text.charAt(i++);
    }
    while (i < size) {
      reserve(LONGEST_ESCAPE);
      i += character(text, i);
    }
    return ascii('"');
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
  }

  /** Writes the character that starts there and says how many UTF-16 units it takes. */
  private int character(String text, int at) {
    char c = text.charAt(at);
    if (c < 0x80) {
      asciiEscaped(c);
      return 1;
    }
    if (Character.isHighSurrogate(c)
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1))) {
      utf8(Character.toCodePoint(c, text.charAt(at + 1)));
      return 2;
    }
    if (Character.isSurrogate(c)) {
      bytes[length++] = '?'; // a lone surrogate has no UTF-8 form
    } else if (c == '\u2028' || c == '\u2029') {
      unicodeEscape(c); // line terminators in JavaScript
    } else {
      utf8(c);
    }
    return 1;
  }

  private void asciiEscaped(char c) {
    if (isPlain(c)) {
      bytes[length++] = (byte) c;
      return;
    }
    switch (c) {
      case '"', '\\' -> escape(c);
      case '\t' -> escape('t');
      case '\b' -> escape('b');
      case '\n' -> escape('n');
      case '\r' -> escape('r');
      case '\f' -> escape('f');
      default -> unicodeEscape(c);
    }
  }

  private void escape(char c) {
    bytes[length++] = '\\';
    bytes[length++] = (byte) c;
  }

  private void unicodeEscape(char c) {
    escape('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[c >> shift & 0xf];
    }
  }

  private void utf8(int codePoint) {
    if (codePoint < 0x800) {
      bytes[length++] = (byte) (0xc0 | codePoint >> 6);
    } else if (codePoint < 0x10000) {
      bytes[length++] = (byte) (0xe0 | codePoint >> 12);
      bytes[length++] = (byte) (0x80 | (codePoint >> 6 & 0x3f));
    } else {
      bytes[length++] = (byte) (0xf0 | codePoint >> 18);
      bytes[length++] = (byte) (0x80 | (codePoint >> 12 & 0x3f));
      bytes[length++] = (byte) (0x80 | (codePoint >> 6 & 0x3f));
    }
    bytes[length++] = (byte) (0x80 | (codePoint & 0x3f));
  }

  private void reserve(long more) {
    if (length + more > bytes.length) {
      long wanted = Math.max(2L * bytes.length, length + more);
      if (length + more > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException("the Zipkin message exceeds 2 GiB; reduce batch.spans");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
  }
}
