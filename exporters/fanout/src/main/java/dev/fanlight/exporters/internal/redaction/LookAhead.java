/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

import dev.fanlight.exporters.internal.redaction.ForwardSearch.Target;
import org.jspecify.annotations.Nullable;

/** The searches ahead of the scan; each reads a character at most once. Confined to one thread. */
final class LookAhead {

  private static final int DEPTHS = CharReader.MAX_DEPTH + 1;

  private final CharSequence text;
  private final int length;
  private final boolean endsAtWord;
  private final CharReader reader;

  // created on demand: most texts need none or one
  private final @Nullable ForwardSearch[] valueEnds = new ForwardSearch[DEPTHS];
  private @Nullable ForwardSearch @Nullable [] others;
  private int nextDigit; // no digit is between the start of the last value and here

  /**
   * Searches of one text.
   *
   * @param endsAtWord whether a value ends at the first blank or quote
   */
  LookAhead(CharSequence text, boolean endsAtWord) {
    this.text = text;
    this.length = text.length();
    this.endsAtWord = endsAtWord;
    this.reader = new CharReader(text);
  }

  /** Returns the end of the value that starts at the index, behind an equals sign that is encoded so deep. */
  int endOfValue(int start, int depth) {
    return search(valueEnds, depth, read -> read.depth() <= depth && endsValue(read.value()))
        .from(start);
  }

  private boolean endsValue(char c) {
    return c == '&' || c == ';' || c == '#' || (endsAtWord && CharKind.endsWord(c));
  }

  /** Returns the end of a session id in a path or query. */
  int endOfSession(int start, int depth) {
    return search(others(), depth, read -> {
          char c = read.value();
          return read.depth() <= depth
              && (c == '/' || c == '?' || CharKind.endsWord(c) || endsValue(c));
        })
        .from(start);
  }

  /** Returns the index of the next {@code @} before the word ends; -1 if there is none. */
  int atInWord(int start, int depth) {
    int found = search(others(), DEPTHS + depth, read -> {
          char c = read.value();
          return read.depth() <= depth
              && (c == '@' || CharKind.endsWord(c) || (depth > 0 && c == '&'));
        })
        .from(start);
    return found < length && reader.read(found) == '@' ? found : -1;
  }

  /**
   * Returns the index of the character that closes a quoted value; -1 if there is none.
   *
   * @param open quote or brace
   * @param backslashes how many stand before the opening one: a closing one has no more
   */
  int closing(char open, int backslashes, int start) {
    char close = open == '{' ? '}' : open;
    int kind = open == '"' ? 0 : open == '\'' ? 1 : 2;
    int most = backslashes == 0 ? 0 : Integer.MAX_VALUE;
    int slot = 2 * DEPTHS + 2 * kind + (backslashes == 0 ? 0 : 1);
    int found = search(others(), slot, read -> read.value() == close && read.backslashes() <= most)
        .from(start);
    return found < length ? found : -1;
  }

  /** Returns true if the value is long and has a digit. */
  boolean isLongWithDigit(int start, int end) {
    if (end - start < TextScan.LONG_VALUE) {
      return false;
    }
    int i = Math.max(start, nextDigit);
    while (i < length && CharKind.of(text.charAt(i)) != CharKind.DIGIT) {
      i++;
    }
    nextDigit = i;
    return i < end;
  }

  /** Index behind the character at the index. */
  int behind(int index) {
    reader.read(index);
    return reader.behind();
  }

  /** Returns true if the text between the indexes is the expected one. */
  boolean isAt(int start, int end, String expected) {
    boolean same = end - start == expected.length();
    for (int i = start; same && i < end; i++) {
      same = text.charAt(i) == expected.charAt(i - start);
    }
    return same;
  }

  private @Nullable ForwardSearch[] others() {
    @Nullable ForwardSearch[] made = others;
    if (made == null) {
      made = new ForwardSearch[2 * DEPTHS + 6];
      others = made;
    }
    return made;
  }

  private ForwardSearch search(@Nullable ForwardSearch[] searches, int slot, Target target) {
    ForwardSearch search = searches[slot];
    if (search == null) {
      search = new ForwardSearch(reader, length, target);
      searches[slot] = search;
    }
    return search;
  }
}
