/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

/** The names of slots, {@code slot-0} to {@code slot-999}: one spelling for each. */
final class SlotName {

  static final int MAX_SLOTS = 1000;
  private static final String PREFIX = "slot-";
  private static final int MAX_DIGITS = 3;

  private SlotName() {}

  static String of(int number) {
    return PREFIX + number;
  }

  static boolean matches(String name) {
    int digits = name.length() - PREFIX.length();
    if (!name.startsWith(PREFIX) || digits < 1 || digits > MAX_DIGITS) {
      return false;
    }
    for (int i = PREFIX.length(); i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return digits == 1 || name.charAt(PREFIX.length()) != '0';
  }

  /** Returns true if a name looks like a slot's and is not valid, such as {@code slot-01}. */
  static boolean isLookalike(String name) {
    return name.startsWith(PREFIX) && !matches(name);
  }
}
