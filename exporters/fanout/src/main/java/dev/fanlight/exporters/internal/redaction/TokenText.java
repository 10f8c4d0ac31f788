/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

/** The credentials behind an authorization scheme, and words that are not credentials. */
final class TokenText {

  /*
   * "Basic authentication failed" is no secret: a token has at least 16 characters, with a digit, an equals sign, or
   * letters of both cases.
   */
  private static final int MIN_LENGTH = 16;

  private TokenText() {}

  /** Returns the index behind {@code Bearer} or {@code Basic} in any case; -1 if neither starts at the index. */
  static int behindScheme(CharSequence text, int index) {
    if (startsWith(text, index, "bearer")) {
      return index + "bearer".length();
    }
    return startsWith(text, index, "basic") ? index + "basic".length() : -1;
  }

  private static boolean startsWith(CharSequence text, int index, String lower) {
    if (index + lower.length() > text.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      if ((text.charAt(index + i) | 0x20) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the end of the token that starts at the index; -1 if the characters there are no token. */
  static int endOf(CharSequence text, int start) {
    int seen = 0; // a bit for each kind of character
    int end = start;
    while (end < text.length() && CharKind.isToken(text.charAt(end))) {
      seen |= 1 << CharKind.of(text.charAt(end));
      end++;
    }
    boolean isMixed = has(seen, CharKind.LOWER) && has(seen, CharKind.UPPER);
    boolean isToken = isMixed || has(seen, CharKind.DIGIT) || has(seen, CharKind.EQUALS);
    return isToken && end - start >= MIN_LENGTH ? end : -1;
  }

  private static boolean has(int seen, byte kind) {
    return (seen & 1 << kind) != 0;
  }
}
