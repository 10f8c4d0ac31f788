/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

/**
 * Replaces ids in span names: {@code GET /orders/4711} becomes {@code GET /orders/{id}}. An id is a UUID; or a hexadecimal
 * word of at least eight characters, at least one of them a decimal digit; or a number that has at least three digits, or
 * is not joined to a word by a hyphen, underscore or dot.
 */
public final class SpanNameTemplate {
  private static final String ID = "{id}";
  private static final int[] UUID = {8, 4, 4, 4, 12};
  private static final int HEX_DIGITS = 8;
  private static final int FIGURES = 3;

  private SpanNameTemplate() {}

  /** Returns the name with its ids replaced; the same object if the name has no ids. */
  public static String template(String name) {
    StringBuilder out = null;
    int kept = 0;
    int start = 0;
    while (start < name.length()) {
      if (!isWord(name.charAt(start))) {
        start++;
        continue;
      }
      int end = idEnd(name, start);
      if (end > start) {
        out = out == null ? new StringBuilder(name.length()) : out;
        out.append(name, kept, start).append(ID);
        kept = end;
      } else {
        end = wordEnd(name, start);
      }
      start = end;
    }
    return out == null ? name : out.append(name, kept, name.length()).toString();
  }

  /** Returns the end of the id that begins at {@code start}; {@code start} if no id begins there. */
  private static int idEnd(String name, int start) {
    int end = uuidEnd(name, start);
    if (end > start) {
      return end;
    }
    end = wordEnd(name, start);
    int length = end - start;
    int figures = 0;
    boolean hex = true;
    for (int i = start; i < end; i++) {
      char c = name.charAt(i);
      figures += c >= '0' && c <= '9' ? 1 : 0;
      hex &= Character.digit(c, 16) >= 0;
    }
    boolean isNumber = figures == length && (length >= FIGURES || standsAlone(name, start, end));
    boolean isHex = hex && figures > 0 && length >= HEX_DIGITS;
    return isNumber || isHex ? end : start;
  }

  private static int uuidEnd(String name, int start) {
    int at = start;
    for (int group = 0; group < UUID.length; group++) {
      if (group > 0 && (at >= name.length() || name.charAt(at++) != '-')) {
        return start;
      }
      int end = at + UUID[group];
      for (; at < end; at++) {
        if (at >= name.length() || Character.digit(name.charAt(at), 16) < 0) {
          return start;
        }
      }
    }
    return at < name.length() && isWord(name.charAt(at)) ? start : at;
  }

  private static int wordEnd(String name, int start) {
    int end = start;
    while (end < name.length() && isWord(name.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Tells whether a word is not a part of a version, a zone or a compound such as {@code us-east-1}. */
  private static boolean standsAlone(String name, int start, int end) {
    return (start == 0 || !joins(name.charAt(start - 1)))
        && (end == name.length() || !joins(name.charAt(end)));
  }

  private static boolean joins(char c) {
    return c == '-' || c == '_' || c == '.';
  }

  private static boolean isWord(char c) {
    return (c >= '0' && c <= '9') || Character.isLetter(c);
  }
}
