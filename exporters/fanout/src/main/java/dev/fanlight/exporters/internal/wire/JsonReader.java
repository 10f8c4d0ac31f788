/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

/**
 * Walks over the members of one JSON object or the elements of one array, without building a tree.
 *
 * <p>Every method throws {@link IllegalArgumentException} where the text is not JSON. Time is linear in the text's
 * length for each level that is entered; nesting that is stepped over needs no stack.
 */
final class JsonReader {

  /* RFC 8259. Values that are skipped are checked for balanced brackets and closed strings only. */
  private static final String NOT_IN_LITERALS = "{}[]:,\" \t\n\r";

  private final String text;
  private final boolean isObject;
  private final int limit;
  private int position;
  private boolean isFirst = true;

  private String name = "";
  private int valueStart;
  private int valueEnd;

  JsonReader(String text) {
    this(text, 0, text.length());
  }

  private JsonReader(String text, int from, int limit) {
    this.text = text;
    this.limit = limit;
    this.position = from;
    skipBlanks();
    this.isObject = peek() == '{';
    if (!isObject && peek() != '[') {
      throw malformed("neither object nor array");
    }
    position++;
  }

  /** Returns true if a text begins as an object does; a byte order mark and blanks may come first. */
  static boolean isObject(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\ufeff' && !isBlank(c)) {
        return c == '{';
      }
    }
    return false;
  }

  /** Steps onto the next member or element; false behind the last one. */
  boolean next() {
    skipBlanks();
    if (peek() == (isObject ? '}' : ']')) {
      return false;
    }
    if (!isFirst) {
      expect(',');
      skipBlanks();
    }
    isFirst = false;
    if (isObject) {
      int start = position;
      skipString();
      name = unescaped(start, position);
      skipBlanks();
      expect(':');
      skipBlanks();
    }
    valueStart = position;
    skipValue();
    valueEnd = position;
    return true;
  }

  /** The member's name; an empty string for an element. */
  String name() {
    return name;
  }

  /** Returns true if the value is an object or an array. */
  boolean isComposite() {
    char first = text.charAt(valueStart);
    return first == '{' || first == '[';
  }

  /** Returns true if the value is a string. */
  boolean isString() {
    return text.charAt(valueStart) == '"';
  }

  /** Returns a reader over the value, an object or an array. */
  JsonReader composite() {
    return new JsonReader(text, valueStart, valueEnd);
  }

  /** The value of a string, or the text of another value as it stands; an empty string for null. */
  String string() {
    if (isString()) {
      return unescaped(valueStart, valueEnd);
    }
    String literal = text.substring(valueStart, valueEnd);
    return literal.equals("null") ? "" : literal;
  }

  private void skipValue() {
    int depth = 0;
    do {
      skipBlanks();
      char c = peek();
      if (c == '{' || c == '[') {
        depth++;
        position++;
      } else if (depth > 0 && (c == '}' || c == ']')) {
        depth--;
        position++;
      } else if (depth > 0 && (c == ',' || c == ':')) {
        position++;
      } else if (c == '"') {
        skipString();
      } else {
        skipLiteral();
      }
    } while (depth > 0);
  }

  private void skipString() {
    expect('"');
    while (peek() != '"') {
      position += peek() == '\\' ? 2 : 1;
    }
    position++;
  }

  private void skipLiteral() {
    int start = position;
    while (position < limit && NOT_IN_LITERALS.indexOf(text.charAt(position)) < 0) {
      position++;
    }
    if (position == start) {
      throw malformed("no value");
    }
  }

  private void skipBlanks() {
    while (position < limit
        && (isBlank(text.charAt(position)) || text.charAt(position) == '\ufeff')) {
      position++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private char peek() {
    if (position >= limit) {
      throw malformed("the end comes too early");
    }
    return text.charAt(position);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw malformed("no " + c);
    }
    position++;
  }

  private String unescaped(int from, int to) {
    StringBuilder result = new StringBuilder(to - from);
    for (int i = from + 1; i < to - 1; i++) { // without the quotes
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        c = text.charAt(i);
        if (c == 'u' && i + 4 < to - 1) {
          c = (char) Integer.parseInt(text, i + 1, i + 5, 16);
          i += 4;
        } else {
          c = control(c);
        }
      }
      result.append(c);
    }
    return result.toString();
  }

  private static char control(char escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> escaped;
    };
  }

  private IllegalArgumentException malformed(String reason) {
    return new IllegalArgumentException("not JSON: " + reason + " at character " + position);
  }
}
