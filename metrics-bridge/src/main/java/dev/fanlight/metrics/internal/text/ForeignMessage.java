/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.text;

import dev.fanlight.exporters.internal.text.ForeignText;

/** Cleans the messages of exceptions that other libraries throw, before they reach a log. Any thread. */
public final class ForeignMessage {
  /*
   * The exporters clean messages, but are an optional dependency here. Without them, control and format characters are
   * replaced by blanks and the message is cut; the logged exception is the original.
   */
  private static final int MAX_CHARS = 300;

  private ForeignMessage() {}

  /** Returns the message of an exception on one line, or the name of its class if it has none. */
  public static String of(Throwable e) {
    try {
      return ForeignText.message(e);
    } catch (LinkageError ignored) { // the bridge works without the exporters
      String message = String.valueOf(e.getMessage());
      return message.equals("null") ? e.getClass().getSimpleName() : cleaned(message);
    }
  }

  /** Returns class and message of an exception on one line. */
  public static String described(Throwable e) {
    try {
      return ForeignText.described(e);
    } catch (LinkageError ignored) {
      return cleaned(e.toString());
    }
  }

  /** Returns an exception for a log: the same stack trace and causes, with cleaned messages. */
  public static Throwable loggable(Throwable e) {
    try {
      return ForeignText.loggable(e);
    } catch (LinkageError ignored) {
      return e;
    }
  }

  static String cleaned(String message) {
    StringBuilder clean = new StringBuilder(Math.min(message.length(), MAX_CHARS));
    for (int i = 0; i < message.length() && clean.length() < MAX_CHARS; i++) {
      char c = message.charAt(i);
      int type = Character.getType(c);
      boolean isUnclean = Character.isISOControl(c)
          || type == Character.FORMAT
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR;
      clean.append(isUnclean ? ' ' : c);
    }
    return clean.toString().strip();
  }
}
