/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.internal.properties;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * References of Spring's form in the texts of the tree, written as references of Fanlight's form.
 *
 * <p><code>${NAME}</code>, <code>${NAME:-default}</code> and <code>${file:/path}</code> are Fanlight's own and stay, so that
 * a secret file is read again when it changes. <code>${NAME:default}</code> is Spring's form of a default. A name that is no
 * environment variable and is a property of the application, such as <code>${shop.key}</code>, is replaced by its value.
 */
final class PlaceholderTranslation {
  private static final String FILE = "file:";
  private static final int MAX_DEPTH = 8;

  private final UnaryOperator<@Nullable String> variables;
  private final UnaryOperator<@Nullable String> properties;

  /**
   * A translation.
   *
   * @param variables environment variable to value, or null
   * @param properties property of the application to value, or null
   */
  PlaceholderTranslation(
      UnaryOperator<@Nullable String> variables, UnaryOperator<@Nullable String> properties) {
    this.variables = variables;
    this.properties = properties;
  }

  /** Returns the text with references of Fanlight's form only; a reference that cannot be translated stays. */
  String translate(String text) {
    return translate(text, 0);
  }

  private String translate(String text, int depth) {
    if (text.indexOf("${") < 0 || depth > MAX_DEPTH) {
      return text;
    }
    StringBuilder translated = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = text.startsWith("${", at) ? closing(text, at + 2) : -1;
      if (end >= 0) {
        translated.append(reference(text.substring(at + 2, end), depth));
        at = end + 1;
      } else {
        int next = text.startsWith("$$", at) ? at + 2 : at + 1;
        translated.append(text, at, next);
        at = next;
      }
    }
    return translated.toString();
  }

  /** The index of the brace that closes a reference, or -1. */
  private static int closing(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      if (text.startsWith("${", i)) {
        open++;
      } else if (text.charAt(i) == '}' && --open == 0) {
        return i;
      }
    }
    return -1;
  }

  private String reference(String inside, int depth) {
    if (inside.startsWith(FILE)) {
      return "${" + inside + "}";
    }
    int colon = inside.indexOf(':');
    String name = colon < 0 ? inside : inside.substring(0, colon);
    String fallback =
        colon < 0 ? null : translate(fallback(inside.substring(colon + 1)), depth + 1);
    boolean isVariable = name.matches("[A-Za-z_][A-Za-z0-9_]*");
    String property = isVariable && variables.apply(name) != null ? null : properties.apply(name);
    if (property != null) {
      return property.replace("$", "$$");
    }
    if (isVariable) {
      return fallback == null ? "${" + name + "}" : "${" + name + ":-" + fallback + "}";
    }
    return fallback == null ? "${" + inside + "}" : fallback;
  }

  private static String fallback(String behindColon) {
    return behindColon.startsWith("-") ? behindColon.substring(1) : behindColon;
  }
}
