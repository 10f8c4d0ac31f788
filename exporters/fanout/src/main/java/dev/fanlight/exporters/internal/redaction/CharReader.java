/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

/** Reads one character of a text, encoded or not. Confined to one thread. */
final class CharReader {

  /*
   *   a          itself, depth 0
   *   %3D        '=', depth 1; %253D depth 2; %25253D depth 3; deeper ones are read as they stand
   *   \/ \"      '/', '"' of a JSON document, depth 0; also behind more than one backslash
   *   u003d behind a backslash: '=' of a JSON document, depth 0
   * Each read looks at a bounded number of characters, whatever the text.
   */
  static final int MAX_DEPTH = 3;

  private static final int MAX_BACKSLASHES = 8;

  private final CharSequence text;
  private final int length;

  private char value;
  private int behind;
  private int depth;
  private int backslashes;

  CharReader(CharSequence text) {
    this.text = text;
    this.length = text.length();
  }

  /** Reads the character that starts at the index. */
  char read(int index) {
    value = text.charAt(index);
    behind = index + 1;
    depth = 0;
    backslashes = 0;
    if (value == '%') {
      readPercent(index);
    } else if (value == '\\') {
      readBackslash(index);
    }
    return value;
  }

  /** The character that was read last. */
  char value() {
    return value;
  }

  /** Index behind the character that was read last. */
  int behind() {
    return behind;
  }

  /** Returns the depth of percent-encoding of the character, 0 to {@link #MAX_DEPTH}. */
  int depth() {
    return depth;
  }

  /** Returns the number of backslashes before the character. */
  int backslashes() {
    return backslashes;
  }

  private void readPercent(int index) {
    int digits = index + 1;
    int code = hex(digits, 2);
    int levels = 1;
    while (code == '%' && levels < MAX_DEPTH) {
      int inner = hex(digits + 2, 2);
      if (inner < 0) {
        break;
      }
      code = inner;
      digits += 2;
      levels++;
    }
    if (code >= 0 && code < 0x80) {
      value = (char) code;
      behind = digits + 2;
      depth = levels;
    }
  }

  private void readBackslash(int index) {
    int escaped = index;
    char c = '\\';
    while (c == '\\' && escaped - index < MAX_BACKSLASHES) {
      escaped++;
      c = escaped < length ? text.charAt(escaped) : ' ';
    }
    behind = escaped;
    int code = c == 'u' ? hex(escaped + 1, 4) : -1;
    if (c == '/' || c == '"' || c == '\'') {
      value = c;
      behind = escaped + 1;
      backslashes = escaped - index;
    } else if (code >= 0) {
      value = (char) code;
      behind = escaped + 5;
    }
  }

  /** Returns the value of so many hexadecimal digits; -1 if one of them is invalid. */
  private int hex(int from, int digits) {
    if (from + digits > length) {
      return -1;
    }
    int code = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = code << 4 | digit;
    }
    return code;
  }
}
