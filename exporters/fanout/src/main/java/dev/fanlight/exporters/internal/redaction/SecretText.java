/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

import dev.fanlight.exporters.internal.redaction.TextScan.Shape;

/** Masks the credentials in texts; a text without any comes back as the same object. Immutable; any thread. */
public final class SecretText {

  /*
   * https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/ on url.full and url.query: user name and
   * password become REDACTED:REDACTED, the values of known parameters REDACTED.
   *
   * Most texts have no character that a credential needs, and are not scanned. A short text is looked through once; in a
   * longer one each such character is searched for, which the JVM does 32 characters at a time.
   */
  private static final int SHORT = "basic ".length() + TextScan.LONG_VALUE - 1;

  /** Ends a name in a printed map: {@code {'token': 'x'}}. A mere apostrophe is in many texts. */
  private static final String QUOTED_NAME = "':";

  private final SecretNames names;

  /** A redaction that knows these names. */
  public SecretText(SecretNames names) {
    this.names = names;
  }

  /** Masks in any text: the addresses in it, their parameters, JSON, authorization schemes. */
  public String inText(String text) {
    return mayHaveSecret(text) ? masked(text, Shape.TEXT) : text;
  }

  /** Masks in a whole address, a path with its query, or a query or fragment alone. */
  public String inAddress(String address) {
    return mayHaveSecret(address) ? masked(address, Shape.ADDRESS) : address;
  }

  /** Masks in a connection string: an address, {@code key=value;…}, or {@code user/password@…} as Oracle has it. */
  public String inConnection(String connection) {
    return mayHaveSecret(connection)
        ? ConnectionLogin.masked(masked(connection, Shape.CONNECTION))
        : connection;
  }

  private String masked(String text, Shape shape) {
    return masked((CharSequence) text, shape).toString();
  }

  /** For tests, which count the characters that are read. */
  CharSequence masked(CharSequence text, Shape shape) {
    return new TextScan(text, shape, names).masked();
  }

  private static boolean mayHaveSecret(String text) {
    return text.length() <= SHORT ? hasSign(text) : searchSign(text) || hasScheme(text);
  }

  /** Too short for an authorization scheme with its token. */
  private static boolean hasSign(String text) {
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '=', '@', '%', '\\', '"' -> {
          return true;
        }
        case '\'' -> {
          if (text.startsWith(QUOTED_NAME, i)) {
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  private static boolean searchSign(String text) {
    return text.indexOf('=') >= 0
        || text.indexOf('@') >= 0
        || text.indexOf('%') >= 0
        || text.indexOf('\\') >= 0
        || text.indexOf('"') >= 0
        || text.indexOf(QUOTED_NAME) >= 0;
  }

  private static boolean hasScheme(String text) {
    return hasScheme(text, 'B') || hasScheme(text, 'b');
  }

  private static boolean hasScheme(String text, char first) {
    int i = text.indexOf(first);
    while (i >= 0) {
      int behind = TokenText.behindScheme(text, i);
      if (behind >= 0) {
        return true;
      }
      i = text.indexOf(first, i + 1);
    }
    return false;
  }
}
