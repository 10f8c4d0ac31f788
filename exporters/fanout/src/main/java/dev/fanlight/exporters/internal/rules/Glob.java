/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import java.util.List;

/**
 * A pattern in which {@code *} stands for any characters, or for no character; every other character stands for
 * itself.
 */
final class Glob {

  /*
   * The pieces between the stars are searched from left to right, the first at the start and the last at the end: the
   * leftmost place for each piece leaves the most room for the rest, so no other place has to be tried. One pass for
   * any pattern; a regular expression can take exponential time.
   */
  private final List<String> pieces;

  private Glob(List<String> pieces) {
    this.pieces = pieces;
  }

  static Glob of(String pattern) {
    return new Glob(List.of(pattern.split("\\*", -1)));
  }

  boolean matches(String text) {
    String first = pieces.get(0);
    if (pieces.size() == 1) {
      return text.equals(first);
    }
    String last = pieces.get(pieces.size() - 1);
    int end = text.length() - last.length();
    if (!text.startsWith(first) || first.length() > end || !text.endsWith(last)) {
      return false;
    }
    int from = first.length();
    for (int i = 1; i < pieces.size() - 1; i++) {
      int at = text.indexOf(pieces.get(i), from);
      if (at < 0 || at + pieces.get(i).length() > end) {
        return false;
      }
      from = at + pieces.get(i).length();
    }
    return true;
  }
}
