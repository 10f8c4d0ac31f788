/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** A growing byte array with methods that append text and numbers in UTF-8. Not thread-safe. */
final class ByteArrayBuilder {
  private static final int CHUNK = 256;
  private static final int MAX_DIGITS = 20;

  private byte[] bytes = new byte[2048];
  private int length;

  int length() {
    return length;
  }

  /** Discards all bytes from a length on. */
  void truncate(int newLength) {
    length = newLength;
  }

  /** Returns the size of the array in bytes. */
  int capacity() {
    return bytes.length;
  }

  byte last() {
    return bytes[length - 1];
  }

  byte[] copy(int from) {
    return Arrays.copyOfRange(bytes, from, length);
  }

  void put(char ascii) {
    ensure(1);
    bytes[length++] = (byte) ascii;
  }

  void put(byte[] raw) {
    ensure(raw.length);
    System.arraycopy(raw, 0, bytes, length, raw.length);
    length += raw.length;
  }

  /** Inserts bytes before the byte at a position. */
  void insert(int at, byte[] raw) {
    ensure(raw.length);
    System.arraycopy(bytes, at, bytes, at + raw.length, length - at);
    System.arraycopy(raw, 0, bytes, at, raw.length);
    length += raw.length;
  }

  void ascii(String text) {
    put(text.getBytes(ISO_8859_1));
  }

  /** Appends text as the content of a JSON string, escaped, without quotes. */
  void escape(String text) {
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(from + CHUNK, text.length());
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to++;
      }
      ensure((to - from) * StringEscaper.MAX_BYTES_PER_CHAR);
      length = StringEscaper.write(text, from, to, bytes, length);
      from = to;
    }
  }

  void number(long value) {
    if (value == Long.MIN_VALUE) { // its absolute value is not a long
      ascii(Long.toString(value));
      return;
    }
    if (value < 0) {
      put('-');
    }
    long positive = Math.abs(value);
    int width = 1;
    for (long rest = positive / 10; rest > 0; rest /= 10) {
      width++;
    }
    digits(positive, width);
  }

  /** Appends a number from 0 with leading zeros; the caller guarantees that it has at most that many digits. */
  void digits(long value, int width) {
    ensure(MAX_DIGITS);
    long rest = value;
    for (int at = length + width - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += width;
  }

  /** Shortens the strings of a line in place. */
  void shorten(TruncationIndex pieces, int limit) {
    length = pieces.shorten(bytes, length, limit);
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
