/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

/** The part that a character plays in names, values and addresses. */
final class CharKind {

  static final byte OTHER = 0;
  static final byte LOWER = 1;
  static final byte UPPER = 2;
  static final byte DIGIT = 3;
  /** Joins the words of a name: hyphen, underscore, full stop. */
  static final byte JOINT = 4;
  /** Begins and ends a further part of a name: {@code user[password]}. */
  static final byte BRACKET = 5;
  /** Separates parameters. */
  static final byte SEPARATOR = 6;

  static final byte EQUALS = 7;
  static final byte COLON = 8;
  static final byte SLASH = 9;
  static final byte SPACE = 10;
  static final byte QUOTE = 11;
  /** Stands before the first field or between the fields of a printed object: {@code User{name=a, password=b}}. */
  static final byte FIELD = 12;

  private static final byte[] KINDS = new byte[128];
  private static final boolean[] SIGNS = new boolean[128];

  static {
    mark("abcdefghijklmnopqrstuvwxyz", LOWER);
    mark("ABCDEFGHIJKLMNOPQRSTUVWXYZ", UPPER);
    mark("0123456789", DIGIT);
    mark("-_.", JOINT);
    mark("[]", BRACKET);
    mark("&?;#", SEPARATOR);
    mark("=", EQUALS);
    mark(":", COLON);
    mark("/", SLASH);
    mark("\"'", QUOTE);
    mark("{(,", FIELD);
    for (char c = 0; c <= ' '; c++) {
      KINDS[c] = SPACE;
    }
  }

  static {
    String signs = "&?;#{(,[\"':/-bB%\\";
    for (int i = 0; i < signs.length(); i++) {
      SIGNS[signs.charAt(i)] = true;
    }
  }

  private CharKind() {}

  private static void mark(String characters, byte kind) {
    for (int i = 0; i < characters.length(); i++) {
      KINDS[characters.charAt(i)] = kind;
    }
  }

  static byte of(char c) {
    return c < 128 ? KINDS[c] : OTHER;
  }

  /**
   * Returns true if a name, an address, an authorization scheme or an encoded character may begin with the character.
   */
  static boolean isSign(char c) {
    return c < 128 && SIGNS[c];
  }

  /** Returns true if the character cannot be part of an address in running text. */
  static boolean endsWord(char c) {
    return c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`';
  }

  /** Returns true if the character ends the host of an address. */
  static boolean endsAuthority(char c) {
    return c == '/' || c == '?' || c == '#' || c == '\\' || endsWord(c);
  }

  /** Returns true if the character can be part of a token as RFC 7235 writes it, percent-encoded or not. */
  static boolean isToken(char c) {
    byte kind = of(c);
    return (kind >= LOWER && kind <= JOINT)
        || c == '~'
        || c == '+'
        || c == '/'
        || c == '='
        || c == '%';
  }
}
