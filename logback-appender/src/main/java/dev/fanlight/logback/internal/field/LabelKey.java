/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

/** The form of a user key under {@code labels} in the Elastic Common Schema. */
public final class LabelKey {
  private static final int MAX_LENGTH = 256;

  private LabelKey() {}

  /** Returns the key without the characters that ECS forbids in labels and without line ends; bounded and not empty. */
  public static String clean(String key) {
    if (isClean(key)) {
      return key;
    }
    var clean = new StringBuilder();
    for (int i = 0; i < Math.min(key.length(), MAX_LENGTH); i++) {
      clean.append(isClean(key.charAt(i)) ? key.charAt(i) : '_');
    }
    return clean.isEmpty() ? "_" : clean.toString();
  }

  static boolean isClean(String key) {
    int size = key.length();
    if (size == 0 || size > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!isClean(key.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isClean(char c) {
    if (c < 0x7f) {
      return c > ' ' && c != '.' && c != '*' && c != '\\' && c != '"';
    }
    return c >= 0xa0 && c != '\u2028' && c != '\u2029' && !Character.isSurrogate(c);
  }
}
