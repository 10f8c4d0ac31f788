/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over the fields of one protobuf message, without a schema and without copying.
 *
 * <p>Every method throws {@link IllegalArgumentException} if the bytes are not a message; no method reads outside of
 * it.
 */
final class ProtoReader {

  /* protobuf encoding: https://protobuf.dev/programming-guides/encoding/ (groups, wire types 3 and 4, are long gone). */
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

  private final byte[] bytes;
  private final int limit;
  private int position;

  private int start;
  private int number;
  private int wireType;
  private int valueStart;
  private long value;

  ProtoReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** A reader of the message from one index to another. */
  ProtoReader(byte[] bytes, int from, int limit) {
    this.bytes = bytes;
    this.position = from;
    this.limit = limit;
  }

  /** Steps onto the next field; false behind the last one. */
  boolean next() {
    if (position == limit) {
      return false;
    }
    start = position;
    long tag = readVarint();
    number = (int) (tag >>> 3);
    wireType = (int) tag & 7;
    if (tag >>> 32 != 0 || number == 0) {
      throw malformed("tag " + tag);
    }
    skipValue();
    return true;
  }

  private void skipValue() {
    valueStart = position;
    switch (wireType) {
      case VARINT -> value = readVarint();
      case FIXED64 -> skip(8);
      case FIXED32 -> skip(4);
      case LENGTH_DELIMITED -> {
        long length = readVarint();
        valueStart = position;
        skip(length);
      }
      default -> throw malformed("wire type " + wireType);
    }
  }

  private long readVarint() {
    long result = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position == limit) {
        throw malformed("a number that runs over the end");
      }
      byte next = bytes[position++];
      result |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return result;
      }
    }
    throw malformed("a number of more than ten bytes");
  }

  private void skip(long length) {
    if (length < 0 || length > limit - position) {
      throw malformed("a value of " + length + " bytes");
    }
    position += (int) length;
  }

  private IllegalArgumentException malformed(String what) {
    return new IllegalArgumentException(
        "not a protobuf message: " + what + " at byte " + position + " of " + limit);
  }

  /** Returns true if the field is the message, string or bytes field of that number. */
  boolean isAt(int fieldNumber) {
    return number == fieldNumber && wireType == LENGTH_DELIMITED;
  }

  /** Returns true if the field is the number field of that number. */
  boolean isNumberAt(int fieldNumber) {
    return number == fieldNumber && wireType == VARINT;
  }

  /** The number under the reader. */
  long number() {
    return value;
  }

  /** The tag under the reader: the number of the field, shifted by three, and its wire type. */
  int tag() {
    return number << 3 | wireType;
  }

  /** The number of fixed length under the reader, fixed32 or fixed64. */
  long fixed() {
    long result = 0;
    for (int i = position - 1; i >= valueStart; i--) {
      result = result << 8 | (bytes[i] & 0xff);
    }
    return result;
  }

  /** Returns a copy of the bytes under the reader. */
  byte[] bytes() {
    return Arrays.copyOfRange(bytes, valueStart, position);
  }

  /** The number of bytes under the reader. */
  int length() {
    return position - valueStart;
  }

  /** Returns the bytes under the reader as lower-case hexadecimal digits. */
  String base16() {
    byte[] digits = new byte[2 * length()];
    for (int i = valueStart, at = 0; i < position; i++) {
      digits[at++] = DIGITS[bytes[i] >> 4 & 0xf];
      digits[at++] = DIGITS[bytes[i] & 0xf];
    }
    return new String(digits, StandardCharsets.ISO_8859_1);
  }

  /** The message under the reader. */
  ProtoReader message() {
    return new ProtoReader(bytes, valueStart, position);
  }

  /** Returns the string under the reader; bytes that are not UTF-8 are replaced. */
  String string() {
    return new String(bytes, valueStart, position - valueStart, StandardCharsets.UTF_8);
  }

  /** Index of the first byte of the field, its tag. */
  int start() {
    return start;
  }

  /** Index behind the last byte of the field. */
  int end() {
    return position;
  }
}
