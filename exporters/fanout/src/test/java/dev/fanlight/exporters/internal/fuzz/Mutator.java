/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes bytes at random: a few places of an input, which otherwise stays as it was. */
public final class Mutator {

  private static final int[] NUMBERS = {
    0,
    1,
    2,
    7,
    8,
    127,
    128,
    255,
    256,
    4_095,
    4_096,
    65_535,
    65_536,
    1 << 24,
    Integer.MAX_VALUE,
    -1,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE - 8
  };

  private static final List<String> TOKENS = List.of(
      "\r\n",
      "\n",
      "\0",
      ": ",
      ",",
      ";",
      "%",
      "\"",
      "{",
      "[",
      "\u001b[31m",
      "0",
      "9999999999999999999",
      "-1",
      "ffffffffffffffff",
      "chunked",
      "gzip",
      "close",
      "content-length: 5\r\n",
      " ",
      "\t",
      "\u0085");

  private final Random random;

  /** A mutator whose choices are those of the generator. */
  public Mutator(Random random) {
    this.random = random;
  }

  /** Returns a changed copy. */
  public byte[] mutate(byte[] input) {
    byte[] bytes = input;
    int changes = 1 + random.nextInt(random.nextInt(4) == 0 ? 8 : 2);
    for (int i = 0; i < changes; i++) {
      bytes = change(bytes);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes) {
    if (bytes.length == 0) {
      return token();
    }
    int at = random.nextInt(bytes.length);
    int to = at + 1 + random.nextInt(Math.min(bytes.length - at, 1 + random.nextInt(64)));
    return switch (random.nextInt(10)) {
      case 0, 1 -> flipped(bytes, at);
      case 2 -> with(bytes, at, (byte) NUMBERS[random.nextInt(NUMBERS.length)]);
      case 3 -> number(bytes, at);
      case 4 -> joined(bytes, at, token(), at);
      case 5 -> joined(bytes, at, new byte[0], to);
      case 6 -> joined(bytes, to, Arrays.copyOfRange(bytes, at, to), to);
      case 7 -> joined(bytes, at, bytes, Math.min(bytes.length, to));
      case 8 -> Arrays.copyOf(bytes, at);
      default -> joined(bytes, at, garbage(), to);
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    return with(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(8))));
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    byte[] changed = bytes.clone();
    changed[at] = value;
    return changed;
  }

  /** Writes a number of two or four bytes, as lengths are. */
  private byte[] number(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    int value = NUMBERS[random.nextInt(NUMBERS.length)];
    int width = random.nextBoolean() ? 4 : 2;
    for (int i = 0; i < width && at + i < changed.length; i++) {
      changed[at + i] = (byte) (value >> (8 * (width - 1 - i)));
    }
    return changed;
  }

  private byte[] token() {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] garbage() {
    byte[] garbage = new byte[1 + random.nextInt(40)];
    random.nextBytes(garbage);
    return garbage;
  }

  /** Returns the beginning up to an index, a part, and the end from an index on. */
  private static byte[] joined(byte[] bytes, int end, byte[] part, int from) {
    byte[] joined = Arrays.copyOf(bytes, end + part.length + bytes.length - from);
    System.arraycopy(part, 0, joined, end, part.length);
    System.arraycopy(bytes, from, joined, end + part.length, bytes.length - from);
    return joined;
  }
}
