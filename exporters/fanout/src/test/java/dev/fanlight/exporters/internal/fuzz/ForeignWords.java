/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.fuzz;

import java.util.List;
import java.util.Random;

/** Texts that strangers send, and the rules for what may be repeated of them. */
public final class ForeignWords {

  /** A secret that no message may hold. */
  public static final String SECRET = "s3cret-Key/of+the=fuzz";

  private static final int MAX_CHARS = 4_000;

  private static final List<String> TEXTS = List.of(
      "",
      "quota exceeded",
      "request body too large",
      "line one\nline two\r\n",
      "bad key " + SECRET + " for you",
      SECRET,
      "\u001b[2J\u0007bell",
      "rtl \u202e and zero\u200bwidth \u0085",
      "naïve – 日本語 \ud83d\ude00",
      "a lone \ud83d half",
      "<html><body>log in</body></html>",
      "{\"error\":\"no\"}",
      "%41%zz%",
      "grpc: received message larger than max (5 vs. 4)");

  private ForeignWords() {}

  /** Returns a text. */
  public static String text(Random random) {
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    return switch (random.nextInt(12)) {
      case 0 -> text.repeat(1 + random.nextInt(2_000));
      case 1 -> text + "x".repeat(random.nextInt(700)) + SECRET;
      default -> text;
    };
  }

  /**
   * Checks a text that goes into a log or an account.
   *
   * @throws AssertionError if it holds the secret or a control character, or is long
   */
  public static void check(String text) {
    if (text.contains(SECRET)) {
      throw new AssertionError("the secret is in: " + text);
    }
    if (text.length() > MAX_CHARS) {
      throw new AssertionError(text.length() + " chars: " + text.substring(0, 200));
    }
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int type = Character.getType(c);
      if (type == Character.CONTROL
          || type == Character.FORMAT
          || type == Character.SURROGATE
          || type == Character.LINE_SEPARATOR) {
        throw new AssertionError(
            "the character U+" + Integer.toHexString(c) + " is at " + i + " of: " + text);
      }
      i += Character.charCount(c);
    }
  }
}
