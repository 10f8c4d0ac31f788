/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The code of a Java file without its comments, seen as statements and literals.
 *
 * @param code as written
 */
record JavaText(String code) {
  private static final Pattern COMMENT_OR_LITERAL = Pattern.compile(
      "/\\*.*?\\*/|//[^\\n]*+|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])++'",
      Pattern.DOTALL);

  private static final Pattern LITERAL = Pattern.compile("\"((?:\\\\.|[^\"\\\\\\n])*+)\"");
  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

  static JavaText of(String source) {
    return new JavaText(COMMENT_OR_LITERAL
        .matcher(source)
        .replaceAll(found ->
            found.group().startsWith("/") ? " " : Matcher.quoteReplacement(found.group())));
  }

  /** Returns the string literals, those that are joined as one, with a line feed between two of them. */
  String literals() {
    StringBuilder literals = new StringBuilder();
    LITERAL
        .matcher(JOINED.matcher(code).replaceAll(""))
        .results()
        .forEach(literal -> literals
            .append(literal.group(1).replace("\\\"", "\"").replace("\\n", " "))
            .append('\n'));
    return literals.toString();
  }

  /** Returns each statement in which a pattern is found outside of literals, up to its semicolon. */
  List<String> statementsWith(Pattern pattern) {
    String masked = LITERAL
        .matcher(code)
        .replaceAll(found -> '"' + "x".repeat(found.group(1).length()) + '"');
    List<String> statements = new ArrayList<>();
    Matcher matcher = pattern.matcher(masked);
    int from = 0;
    while (matcher.find(from)) {
      int end = masked.indexOf(';', matcher.start());
      from = end < 0 ? masked.length() : end;
      statements.add(code.substring(matcher.start(), from));
    }
    return statements;
  }
}
