/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

/** A text of HTML. Markup comes from this package only; every other text is escaped. One thread only. */
final class HtmlWriter {

  private final StringBuilder out = new StringBuilder(8_192);

  /** Appends markup as it is. Never call it with a text from outside. */
  HtmlWriter raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Appends a text that the reader sees, or the value of an attribute in double quotes. */
  HtmlWriter text(String text) {
    text.codePoints().forEach(this::character);
    return this;
  }

  /** Appends an element with a text. */
  HtmlWriter element(String name, String text) {
    return raw("<").raw(name).raw(">").text(text).raw("</").raw(name).raw(">");
  }

  /** Control characters, lone surrogates and characters that turn the direction of a line become spaces. */
  private void character(int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> {
        switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR -> out.append(' ');
          default -> out.appendCodePoint(c);
        }
      }
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
