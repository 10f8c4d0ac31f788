/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of one message in chunks, written from the last byte to the first; one thread.
 *
 * <p>An instance is used for many messages and keeps a few chunks between two of them.
 */
public final class MessageBuffer {

  /*
   * A protobuf field that is a message begins with its length, in as few bytes as the length takes. Written from its end,
   * a message is complete when the length is due, so that one pass is enough: there is no pass for the sizes, and no byte
   * moves. The time is linear in the bytes, however deep messages are nested.
   *
   * The first chunk holds the end of the message. A number is never split between two chunks: up to MAX_NUMBER_BYTES at the
   * beginning of a chunk may be unused.
   *
   *   chunks.get(2)            chunks.get(1)            chunks.get(0)
   *   ......[message begins]   ..[bytes             ]   [             message ends]
   *         ^ starts[2]          ^ starts[1]            ^ starts[0]
   */

  static final int CHUNK_BYTES = 1 << 16;

  /** Maximum of one message. A gRPC server takes 4 MiB and an OTLP receiver 20 MiB by default. */
  static final int MAX_BYTES = 64 << 20;

  private static final int MAX_NUMBER_BYTES = 10;
  private static final int MAX_KEPT_CHUNKS = 16;

  private final int keptChunks;
  private final List<byte[]> chunks = new ArrayList<>();
  private final List<byte[]> free = new ArrayList<>();
  private int[] starts = new int[MAX_KEPT_CHUNKS];

  // of the chunk that is being written, the last of `chunks`
  private byte[] chunk = new byte[0];
  private int position;
  private int chunkEnd;
  private int closedBytes; // in all chunks but that one

  /** A buffer that keeps at most a 256th of the heap, and at most 1 MiB, between two messages. */
  MessageBuffer() {
    this((int) Math.max(
        1, Math.min(MAX_KEPT_CHUNKS, Runtime.getRuntime().maxMemory() / 256 / CHUNK_BYTES)));
  }

  MessageBuffer(int keptChunks) {
    this.keptChunks = keptChunks;
  }

  /** Returns the bytes that are written. */
  public int size() {
    return closedBytes + chunkEnd - position;
  }

  /** Returns the number of chunks that hold the message. */
  int chunkCount() {
    return chunks.size();
  }

  /** Returns a chunk; 0 is the one that holds the beginning of the message. */
  byte[] chunk(int index) {
    return chunks.get(chunks.size() - 1 - index);
  }

  /** Returns the index of the first used byte in a chunk; all bytes from there to the end of the chunk are used. */
  int start(int index) {
    return index == 0 ? position : starts[chunks.size() - 1 - index];
  }

  /** Returns the message as one new array. */
  public byte[] toByteArray() {
    byte[] all = new byte[size()];
    int at = 0;
    for (int i = 0; i < chunkCount(); i++) {
      int length = CHUNK_BYTES - start(i);
      System.arraycopy(chunk(i), start(i), all, at, length);
      at += length;
    }
    return all;
  }

  /** Returns a copy of the bytes that were written last, or an empty array if they are in more than one chunk. */
  byte[] copyOfLast(int length) {
    if (length > chunkEnd - position) {
      return new byte[0];
    }
    byte[] copy = new byte[length];
    System.arraycopy(chunk, position, copy, 0, length);
    return copy;
  }

  /** Forgets the message and frees the chunks that are not kept. */
  public void clear() {
    for (int i = 0; i < chunks.size() && free.size() < keptChunks; i++) {
      free.add(chunks.get(i));
    }
    chunks.clear();
    chunk = new byte[0];
    position = 0;
    chunkEnd = 0;
    closedBytes = 0;
  }

  private void nextChunk() {
    if (size() > MAX_BYTES) {
      throw new TooLargeException();
    }
    byte[] next = free.isEmpty() ? new byte[CHUNK_BYTES] : free.remove(free.size() - 1);
    int used = chunks.size();
    if (used > 0) {
      if (used > starts.length) {
        starts = Arrays.copyOf(starts, 2 * starts.length);
      }
      starts[used - 1] = position;
      closedBytes += chunkEnd - position;
    }
    chunks.add(next);
    chunk = next;
    position = CHUNK_BYTES;
    chunkEnd = CHUNK_BYTES;
  }

  private void reserve() {
    if (position < MAX_NUMBER_BYTES) {
      nextChunk();
    }
  }

  /** Writes one byte. */
  void octet(int value) {
    if (position == 0) {
      nextChunk();
    }
    chunk[--position] = (byte) value;
  }

  /** Writes a number of 32 bits, little-endian. */
  void fixed32(int value) {
    reserve();
    position -= 4;
    for (int i = 0; i < 4; i++) {
      chunk[position + i] = (byte) (value >>> (8 * i));
    }
  }

  /** Writes a number of 64 bits, little-endian. */
  void fixed64(long value) {
    reserve();
    position -= 8;
    for (int i = 0; i < 8; i++) {
      chunk[position + i] = (byte) (value >>> (8 * i));
    }
  }

  /** Writes a number in groups of seven bits, the least significant group first. */
  void varint(long value) {
    reserve();
    if ((value & ~0x7fL) == 0) {
      chunk[--position] = (byte) value;
      return;
    }
    int at = position - (63 - Long.numberOfLeadingZeros(value)) / 7 - 1;
    position = at;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      chunk[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    chunk[at] = (byte) rest;
  }

  /** Writes a tag of one byte and the length of the content that was written since the size was {@code sizeBefore}. */
  void head(int tag, int sizeBefore) {
    varint(size() - sizeBefore);
    octet(tag);
  }

  /** Writes bytes. */
  void bytes(byte[] source) {
    int left = source.length;
    while (left > 0) {
      if (position == 0) {
        nextChunk();
      }
      int count = Math.min(left, position);
      left -= count;
      position -= count;
      System.arraycopy(source, left, chunk, position, count);
    }
  }

  /** Writes the first {@code count} bytes that are given in base 16. */
  void base16(String digits, int count) {
    for (int i = 2 * count - 2; i >= 0; i -= 2) {
      octet(digit(digits.charAt(i)) << 4 | digit(digits.charAt(i + 1)));
    }
  }

  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    if (letter >= 'a' && letter <= 'f') {
      return letter - 'a' + 10;
    }
    throw new IllegalArgumentException("an id has a character that is no digit of base 16");
  }

  /** Writes a text as UTF-8; a surrogate without its pair becomes a question mark, as {@code String.getBytes} has it. */
  void utf8(String text) {
    int end = text.length();
    while (end > 0) {
      if (position == 0) {
        nextChunk();
      }
      end = ascii(text, end);
      if (end > 0 && text.charAt(end - 1) >= 0x80) {
        end = wide(text, end);
      }
    }
  }

  /** Writes characters before {@code end} up to one that is not ASCII, or as many as the chunk takes. */
  private int ascii(String text, int end) {
    byte[] to = chunk;
    int at = position;
    int i = end;
    int last = end - Math.min(end, at);
    while (i > last) {
      char c = text.charAt(i - 1);
      if (c >= 0x80) {
        break;
      }
      to[--at] = (byte) c;
      i--;
    }
    position = at;
    return i;
  }

  private int wide(String text, int end) {
    char c = text.charAt(end - 1);
    reserve();
    if (c < 0x800) {
      continuation(c);
      chunk[--position] = (byte) (0xc0 | (c >> 6));
    } else if (!Character.isSurrogate(c)) {
      continuation(c);
      continuation(c >> 6);
      chunk[--position] = (byte) (0xe0 | (c >> 12));
    } else if (end > 1 && Character.isSurrogatePair(text.charAt(end - 2), c)) {
      int codePoint = Character.toCodePoint(text.charAt(end - 2), c);
      continuation(codePoint);
      continuation(codePoint >> 6);
      continuation(codePoint >> 12);
      chunk[--position] = (byte) (0xf0 | (codePoint >> 18));
      return end - 2;
    } else {
      chunk[--position] = '?';
    }
    return end - 1;
  }

  private void continuation(int bits) {
    chunk[--position] = (byte) (0x80 | (bits & 0x3f));
  }

  /** The message would be larger than {@link #MAX_BYTES}. */
  static final class TooLargeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    TooLargeException() {
      super("the spans are larger than " + (MAX_BYTES >> 20) + " MiB as one message");
    }
  }
}
