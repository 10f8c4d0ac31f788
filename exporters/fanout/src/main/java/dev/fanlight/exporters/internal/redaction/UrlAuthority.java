/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

/**
 * The part of an address between {@code //} and the path.
 *
 * @param at index of the {@code @} behind the user information; -1 if there is none
 * @param end index of the first character that is no part of the authority
 * @param hasPassword true if there is a colon before the {@code @}, or before the end if there is none
 * @param mayBeCut true if it reads like a user name and a password with a slash that was not encoded: {@code user:pa}
 *     of {@code user:pa/ss@host}; a host would have a number behind the colon
 */
record UrlAuthority(int at, int end, boolean hasPassword, boolean mayBeCut) {

  /** Reads the authority that starts at the index, of an address that is encoded so deep. */
  static UrlAuthority read(CharReader reader, int length, int start, int depth) {
    int at = -1;
    int colon = -1;
    boolean hasNoPort = false;
    int i = start;
    while (i < length) {
      char c = reader.read(i);
      if (reader.depth() <= depth) {
        if (ends(c, depth)) {
          break;
        }
        at = c == '@' ? i : at;
        hasNoPort |= colon >= 0 && (c < '0' || c > '9');
        colon = c == ':' && colon < 0 ? i : colon;
      }
      i = reader.behind();
    }
    boolean isCut = at < 0 && i < length && hasNoPort && reader.read(start) != '[';
    return new UrlAuthority(at, i, colon >= 0 && (at < 0 || colon < at), isCut);
  }

  /** An address inside of a parameter ends with the parameter. */
  private static boolean ends(char c, int depth) {
    return CharKind.endsAuthority(c) || (depth > 0 && c == '&');
  }
}
