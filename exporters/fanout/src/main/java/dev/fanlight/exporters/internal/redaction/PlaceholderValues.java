/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

import java.util.Set;

/** Values in the place of a secret that reveal no secret. */
final class PlaceholderValues {

  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "none", "nil", "undefined", "[redacted]");
  private static final int MAX_LENGTH = 64;

  private PlaceholderValues() {}

  /**
   * Returns true if the text between the indexes is a word for "no value", a variable of a template, or asterisks
   * only.
   */
  static boolean contain(CharSequence text, int start, int end) {
    int length = end - start;
    if (length > MAX_LENGTH) {
      return false;
    }
    char first = text.charAt(start);
    char last = text.charAt(end - 1);
    if (first == '*') {
      return isAll(text, start, end, '*');
    }
    if (first == '{' && last == '}') {
      return isVariable(text, start + 1, end - 1);
    }
    return length <= 10 && WORDS.contains(text.subSequence(start, end).toString());
  }

  private static boolean isAll(CharSequence text, int start, int end, char expected) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != expected) {
        return false;
      }
    }
    return true;
  }

  /** A name in letters: {@code {token}}. */
  private static boolean isVariable(CharSequence text, int start, int end) {
    for (int i = start; i < end; i++) {
      byte kind = CharKind.of(text.charAt(i));
      if (kind != CharKind.LOWER && kind != CharKind.UPPER && kind != CharKind.JOINT) {
        return false;
      }
    }
    return true;
  }
}
