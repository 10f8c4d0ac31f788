/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import java.util.Arrays;

/** Turns UTF-16 text into the inside of a JSON string in UTF-8. */
final class StringEscaper {
  /** The most bytes one char can take: a six-byte escape. */
  static final int MAX_BYTES_PER_CHAR = 6;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /*
   * What becomes of an ASCII char: 0 as it is, 'u' a unicode escape, any other letter a short escape.
   *
   * Beyond what JSON demands, everything some reader takes for the end of a line is escaped: DEL and
   * U+0080..U+009F (U+0085 is NEL), U+2028 and U+2029. It is the same JSON value.
   *
   * A lone surrogate is no character and has no UTF-8. Its unicode escape is JSON by the grammar, yet
   * strict readers (those in Rust, PostgreSQL) refuse the whole document for it: it becomes U+FFFD.
   */
  private static final byte[] ASCII = ascii();

  private StringEscaper() {}

  private static byte[] ascii() {
    var table = new byte[128];
    Arrays.fill(table, 0, ' ', (byte) 'u');
    table[127] = 'u';
    table['"'] = '"';
    table['\\'] = '\\';
    table['\n'] = 'n';
    table['\r'] = 'r';
    table['\t'] = 't';
    table['\b'] = 'b';
    table['\f'] = 'f';
    return table;
  }

  /**
   * Writes {@code text[from, to)}; the caller has made room for {@link #MAX_BYTES_PER_CHAR} bytes per char. A
   * surrogate pair must not straddle {@code to}.
   *
   * @return the position after the last byte written
   */
  static int write(String text, int from, int to, byte[] out, int start) {
    int at = start;
    int i = from;
    while (i < to) {
      char c = text.charAt(i);
      if (c < 0x80 && ASCII[c] == 0) { // nearly all of nearly every text
        out[at++] = (byte) c;
        i++;
      } else if (isPair(text, i, to)) {
        at = four(Character.toCodePoint(c, text.charAt(i + 1)), out, at);
        i += 2;
      } else {
        at = other(c, out, at);
        i++;
      }
    }
    return at;
  }

  private static int other(char c, byte[] out, int start) {
    int at = start;
    if (c < 0x80 && ASCII[c] != 'u') {
      out[at++] = '\\';
      out[at++] = ASCII[c];
      return at;
    }
    if (c < 0xa0 || c == '\u2028' || c == '\u2029') {
      return unicode(c, out, at);
    }
    if (c < 0x800) {
      out[at++] = (byte) (0xc0 | (c >> 6));
      out[at++] = (byte) (0x80 | (c & 0x3f));
      return at;
    }
    return three(Character.isSurrogate(c) ? '\ufffd' : c, out, at);
  }

  private static boolean isPair(String text, int i, int to) {
    return i + 1 < to && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  private static int unicode(char c, byte[] out, int start) {
    int at = start;
    out[at++] = '\\';
    out[at++] = 'u';
    out[at++] = HEX[c >> 12];
    out[at++] = HEX[(c >> 8) & 0xf];
    out[at++] = HEX[(c >> 4) & 0xf];
    out[at++] = HEX[c & 0xf];
    return at;
  }

  private static int three(char c, byte[] out, int start) {
    int at = start;
    out[at++] = (byte) (0xe0 | (c >> 12));
    out[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    out[at++] = (byte) (0x80 | (c & 0x3f));
    return at;
  }

  private static int four(int codePoint, byte[] out, int start) {
    int at = start;
    out[at++] = (byte) (0xf0 | (codePoint >> 18));
    out[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
    out[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
    out[at++] = (byte) (0x80 | (codePoint & 0x3f));
    return at;
  }
}
