/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

/** A search for the next character of some kind, asked with indexes that never decrease. Confined to one thread. */
final class ForwardSearch {

  /*
   * The found position stays the answer for every later start before it, the end of the text included: once no such
   * character is ahead, the search is not repeated. So all searches of one kind together read each character once.
   */
  interface Target {
    /** Returns true if the character that the reader has just read is one that is searched for. */
    boolean matches(CharReader reader);
  }

  private final CharReader reader;
  private final int length;
  private final Target target;
  private int found = -1;

  ForwardSearch(CharReader reader, int length, Target target) {
    this.reader = reader;
    this.length = length;
    this.target = target;
  }

  /** Returns the index of the first match at the start or behind it; the length of the text if there is none. */
  int from(int start) {
    if (start > found) {
      int i = start;
      while (i < length) {
        reader.read(i);
        if (target.matches(reader)) {
          break;
        }
        i = reader.behind();
      }
      found = Math.min(i, length);
    }
    return found;
  }
}
