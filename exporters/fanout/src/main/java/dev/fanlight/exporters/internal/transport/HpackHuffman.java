/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** The Huffman code of HPACK (RFC 7541, appendix B), decoding only. */
final class HpackHuffman {

  /*
   * The code is canonical: codes of one length are consecutive numbers in the order of their symbols. So the lengths of
   * the 256 codes say all; each letter is a length, A being 0. The code of the end of string is never decoded: a prefix
   * of it, all ones, pads the last byte.
   */
  private static final String LENGTHS =
      "NX]]]]]]]Y_]]_]]]]]]]]_]]]]]]]]]GKKMNGILKKILIGGGFFFGGGGGGGHIPGMKNGHHHHHH"
          + "HHHHHHHHHHHHHHHHIHINTNOGPFGFGFGGGFHHGGGFGHGFFGHHHHHPLON]UWUUWWWXWXXXXXYX"
          + "YYWXYXXXXVWXWXXYWVUWWXXVXWWYVWXXVVWVXWXXUWWWXWWX[[UTWXWZ[[[\\\\[YZTV[\\\\"
          + "[\\YVV[[]\\\\\\UYUVWVVXWWZZYY[X[\\[[\\\\\\\\\\]\\\\\\\\\\[";

  private static final int SYMBOLS = 256;
  private static final int MAX_LENGTH = 30;

  /** By length: the first code, the number of codes, and where their symbols start. */
  private final int[] firstCodes = new int[MAX_LENGTH + 1];

  private final int[] counts = new int[MAX_LENGTH + 1];
  private final int[] starts = new int[MAX_LENGTH + 1];
  private final byte[] symbols = new byte[SYMBOLS];

  HpackHuffman() {
    int code = 0;
    int position = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      code <<= 1;
      firstCodes[length] = code;
      starts[length] = position;
      for (int symbol = 0; symbol < SYMBOLS; symbol++) {
        if (LENGTHS.charAt(symbol) - 'A' == length) {
          symbols[position++] = (byte) symbol;
          code++;
        }
      }
      counts[length] = position - starts[length];
    }
  }

  /** Returns the text, as Latin-1. */
  String decode(byte[] bytes, int from, int length) throws IOException {
    byte[] text = new byte[length * 8 / 5 + 1];
    int size = 0;
    int code = 0;
    int bits = 0;
    for (int i = from * 8; i < (from + length) * 8; i++) {
      code = (code << 1) | ((bytes[i >> 3] >> (7 - (i & 7))) & 1);
      bits++;
      if (bits > MAX_LENGTH) {
        throw broken();
      }
      int index = code - firstCodes[bits];
      if (index >= 0 && index < counts[bits]) {
        text[size++] = symbols[starts[bits] + index];
        code = 0;
        bits = 0;
      }
    }
    if (bits >= Byte.SIZE || code != (1 << bits) - 1) {
      throw broken(); // padding is less than a byte, and ones
    }
    return new String(text, 0, size, StandardCharsets.ISO_8859_1);
  }

  private static IOException broken() {
    return new ProtocolException("the peer sent a header field that cannot be decoded");
  }
}
