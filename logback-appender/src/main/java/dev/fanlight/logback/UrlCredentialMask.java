/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

/** Masks user and password of each URL in a text: {@code https://user:secret@host} becomes {@code https://****@host}. */
final class UrlCredentialMask {
  private static final String SCHEME_END = "://";

  /** The minimum length of a user name without password that is taken for a token and masked. */
  private static final int MIN_TOKEN = 16;

  private UrlCredentialMask() {}

  /** Returns the text with masked credentials. Reads each character once, so the time is linear in the length. */
  static String mask(String text) {
    int scheme = text.indexOf(SCHEME_END);
    if (scheme < 0) {
      return text;
    }
    var masked = new StringBuilder();
    int copied = 0;
    while (scheme >= 0) {
      int start = scheme + SCHEME_END.length();
      int at = -1;
      int end = start;
      for (; end < text.length() && !endsAuthority(text.charAt(end)); end++) {
        if (text.charAt(end) == '@') {
          at = end;
        }
      }
      if (at > start && isSecret(text, start, at)) {
        masked.append(text, copied, start).append("****");
        copied = at;
      }
      scheme = text.indexOf(SCHEME_END, end);
    }
    return masked.append(text, copied, text.length()).toString();
  }

  private static boolean isSecret(String text, int start, int at) {
    int colon = text.indexOf(':', start);
    return at - start >= MIN_TOKEN || (colon >= 0 && colon < at);
  }

  private static boolean endsAuthority(char c) {
    return c <= ' ' || c == '/' || c == '?' || c == '#' || c == '"' || c == '<' || c == '>';
  }
}
