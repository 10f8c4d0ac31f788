/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

/** The fields of one Protobuf message, one after the other (encoding of Protobuf, wire types 0, 1, 2 and 5). One thread. */
final class FieldReader {

  static final int LENGTH_DELIMITED = 2;

  private final byte[] bytes;
  private final int limit;
  private int at;
  private int start;
  private int bodyStart;
  private int number;
  private int type;

  /** Reads the fields of a range. */
  FieldReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.limit = to;
  }

  /**
   * Goes to the next field; returns false at the end.
   *
   * @throws IllegalArgumentException if the bytes are no message
   */
  boolean next() {
    if (at == limit) {
      return false;
    }
    start = at;
    long tag = varint();
    number = (int) (tag >>> 3);
    type = (int) (tag & 7);
    bodyStart = at;
    switch (type) {
      case 0 -> varint();
      case 1 -> skip(8);
      case LENGTH_DELIMITED -> {
        long length = varint();
        bodyStart = at;
        skip(length);
      }
      case 5 -> skip(4);
      default -> throw invalid();
    }
    return true;
  }

  private void skip(long length) {
    if (length < 0 || length > limit - at) {
      throw invalid();
    }
    at += (int) length;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == limit) {
        throw invalid();
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw invalid();
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException("not a Protobuf message");
  }

  int number() {
    return number;
  }

  /** Returns true if the field has a length: a message, a text, or bytes. */
  boolean isMessage() {
    return type == LENGTH_DELIMITED;
  }

  /** Returns the index of the field's tag. */
  int start() {
    return start;
  }

  /** Returns the index of the field's content. */
  int bodyStart() {
    return bodyStart;
  }

  /** Returns the index behind the field. */
  int end() {
    return at;
  }
}
