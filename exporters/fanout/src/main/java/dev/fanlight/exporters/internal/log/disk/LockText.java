/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.OptionalLong;

/** The text in the lock of a slot, for people and for {@code fanlight log}: {@code limit=1073741824}. */
final class LockText {

  private static final String LIMIT = "limit=";

  private LockText() {}

  static String of(long limitInBytes) {
    return LIMIT + limitInBytes + "\n";
  }

  /** Returns the limit in a text; empty if there is none. */
  static OptionalLong limit(String text) {
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(LIMIT)) {
        try {
          return OptionalLong.of(
              Long.parseUnsignedLong(line.substring(LIMIT.length()).strip()));
        } catch (NumberFormatException damaged) {
          return OptionalLong.empty();
        }
      }
    }
    return OptionalLong.empty();
  }
}
