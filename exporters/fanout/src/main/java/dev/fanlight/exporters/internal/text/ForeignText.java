/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.text;

import org.jspecify.annotations.Nullable;

/**
 * Cleans and masks text that another program wrote. Any thread; linear time.
 *
 * <p>Each run of white space, control characters (C0, C1), line and paragraph separators, invisible format characters
 * (bidirectional controls, zero-width characters) and lone surrogates becomes one space; spaces at both ends are cut.
 */
public final class ForeignText {

  /** The maximum length of a cleaned text, in chars; a longer text is cut and ends with an ellipsis. */
  public static final int MAX_CHARS = 300;

  /** The maximum length of a message, which may hold foreign text beside advice. */
  private static final int MAX_LINE_CHARS = 4_000;

  /** Of a logged exception. */
  private static final int MAX_CAUSES = 10;

  private static final String ELLIPSIS = "…";

  /** The number of secrets in a row that are read over before the rest of a long text is omitted. */
  private static final int TAILS_READ = 8;

  private ForeignText() {}

  /** Returns the text cleaned and cut; an empty string for null. */
  public static String clean(@Nullable String text) {
    return clean(text, SecretValues.NONE);
  }

  /** Returns the text cleaned, with the secrets masked, and cut; an empty string for null. */
  public static String clean(@Nullable String text, SecretValues secrets) {
    if (text == null) {
      return "";
    }
    int tail = secrets.maxCharsOfSecret();
    int maxRead = 2 * MAX_CHARS + TAILS_READ * tail;
    String clean = cleaned(text, maxRead);
    if (clean.length() < maxRead) {
      return cut(secrets.mask(clean, clean.length()), MAX_CHARS);
    }
    // the end may be the beginning of a secret
    return cut(secrets.mask(clean, clean.length() - tail) + ELLIPSIS, MAX_CHARS);
  }

  /** Returns the message of a foreign exception, cleaned and cut, or the name of its class if it has none. */
  public static String message(Throwable e) {
    return message(e, SecretValues.NONE);
  }

  /** Returns the message of a foreign exception, cleaned, masked and cut, or the name of its class. */
  public static String message(Throwable e, SecretValues secrets) {
    String message = clean(messageOf(e), secrets);
    return message.isEmpty() ? e.getClass().getSimpleName() : message;
  }

  /** Returns class and message of a foreign exception, cleaned and cut. */
  public static String described(Throwable e) {
    String name = e.getClass().getName();
    String message = clean(messageOf(e));
    return message.isEmpty() ? name : name + ": " + message;
  }

  /** Returns the message of an exception that this product throws: advice stays whole, controls are removed. */
  public static String ownMessage(Throwable e) {
    String message = messageOf(e);
    return message == null ? e.getClass().getSimpleName() : line(message);
  }

  /** Returns the message of an exception that this product throws, line by line. */
  public static String ownLines(Throwable e) {
    String message = messageOf(e);
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    StringBuilder lines = new StringBuilder(message.length());
    for (String line : message.split("\n", -1)) {
      lines.append(lines.length() == 0 ? "" : "\n").append(line(line));
    }
    return lines.toString();
  }

  /** Returns an exception for a log: the same stack trace and causes, with cleaned messages. */
  public static Throwable loggable(Throwable e) {
    return new LoggedThrowable(e, MAX_CAUSES);
  }

  /** Returns a line of Fanlight that may hold foreign text, as one line without control characters. */
  public static String line(String text) {
    return isClean(text) ? text : cut(cleaned(text, MAX_LINE_CHARS + 1), MAX_LINE_CHARS);
  }

  /** Returns the message; the exception may be a plugin's, and its method may throw. */
  private static @Nullable String messageOf(Throwable e) {
    try {
      return e.getMessage();
    } catch (RuntimeException | StackOverflowError broken) {
      return null;
    }
  }

  private static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || (c > '~' && isBlank(text.codePointAt(i)))) {
        return false;
      }
      i += Character.isHighSurrogate(c) ? 1 : 0; // a lone one has been found above
    }
    return text.length() <= MAX_LINE_CHARS;
  }

  static String cleaned(String text, int maxChars) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), Math.min(maxChars, 1_024)));
    boolean isGap = false;
    for (int i = 0; i < text.length() && line.length() < maxChars; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isBlank(c)) {
        isGap = true;
        continue;
      }
      if (isGap && line.length() > 0) {
        line.append(' ');
      }
      isGap = false;
      line.appendCodePoint(c);
    }
    return line.toString();
  }

  private static boolean isBlank(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  private static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int end = maxChars - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + ELLIPSIS;
  }
}
