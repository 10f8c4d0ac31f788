/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

/** Hides user and password of each URL in a text: {@code https://user:secret@host} is {@code https://****@host}. */
final class UrlCredentialMask {
  private static final String SCHEME_END = "://";

  /** A user name alone is no secret, but a token in its place is. */
  private static final int MIN_TOKEN = 16;

  private UrlCredentialMask() {}

  /** Looks at each character once, whatever the text. */
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
