/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import java.util.Arrays;

/** An encoder of UTF-16 text as the content of a JSON string in UTF-8. Stateless. */
final class StringEscaper {
  /** The maximum number of bytes for one char: a six-byte escape. */
  static final int MAX_BYTES_PER_CHAR = 6;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /*
   * The form of each ASCII char: 0 unchanged, 'u' a unicode escape, any other letter a short escape.
   *
   * Besides the characters that JSON requires, every character that a reader may take for a line end is escaped: DEL and
   * U+0080..U+009F (U+0085 is NEL), U+2028 and U+2029. The JSON value is the same.
   *
   * A lone surrogate is not a character and has no UTF-8 form. Its unicode escape is valid by the JSON grammar, but strict
   * readers (parsers in Rust, PostgreSQL) refuse the whole document. It is replaced by U+FFFD.
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
   * Writes {@code text[from, to)}; the array must have space for {@link #MAX_BYTES_PER_CHAR} bytes per char. A surrogate
   * pair must not be split at {@code to}.
   *
   * @return the position after the last byte written
   */
  static int write(String text, int from, int to, byte[] out, int start) {
    int at = start;
    int i = from;
    while (i < to) {
      char c = text.charAt(i);
      if (c < 0x80 && ASCII[c] == 0) { // the common case
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
