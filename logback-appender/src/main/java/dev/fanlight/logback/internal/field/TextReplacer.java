/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

/** A replacement of every occurrence of a target in a text, in time linear in the lengths of both for any content. */
final class TextReplacer {
  /*
   * String.replace compares the target again at each position where its beginning matches: a text of one repeated character
   * and a target that differs only in its last character take the product of both lengths. A long target is searched by the
   * algorithm of Knuth, Morris and Pratt, which never moves backwards in the text.
   */
  private static final int MAX_SHORT_TARGET = 16;

  private TextReplacer() {}

  /**
   * Returns the text with each occurrence replaced, from left to right.
   *
   * @param target at least one character
   */
  static String replace(String text, String target, String replacement) {
    if (target.length() <= MAX_SHORT_TARGET) {
      return text.replace(target, replacement);
    }
    if (target.length() > text.length()) {
      return text;
    }
    return replaceLong(text, target, replacement);
  }

  private static String replaceLong(String text, String target, String replacement) {
    int[] borders = borders(target);
    var replaced = new StringBuilder();
    int copied = 0;
    int matched = 0;
    for (int i = 0; i < text.length(); i++) {
      while (matched > 0 && target.charAt(matched) != text.charAt(i)) {
        matched = borders[matched - 1];
      }
      matched += target.charAt(matched) == text.charAt(i) ? 1 : 0;
      if (matched == target.length()) {
        replaced.append(text, copied, i + 1 - matched).append(replacement);
        copied = i + 1;
        matched = 0;
      }
    }
    return copied == 0 ? text : replaced.append(text, copied, text.length()).toString();
  }

  /** Returns, for each prefix of the target, the length of its longest proper prefix that is also its suffix. */
  private static int[] borders(String target) {
    var borders = new int[target.length()];
    int length = 0;
    for (int i = 1; i < borders.length; i++) {
      while (length > 0 && target.charAt(length) != target.charAt(i)) {
        length = borders[length - 1];
      }
      length += target.charAt(length) == target.charAt(i) ? 1 : 0;
      borders[i] = length;
    }
    return borders;
  }
}
