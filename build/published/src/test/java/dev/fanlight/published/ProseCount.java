/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The counts of a text by which its language is judged.
 *
 * @param words number of words
 * @param vague number of vague words: pronouns that stand for a noun the reader has to guess
 * @param javadocs number of Javadoc comments
 * @param openers number of Javadoc comments that begin with a word that names no subject
 */
record ProseCount(long words, long vague, long javadocs, long openers) {
  static final ProseCount NONE = new ProseCount(0, 0, 0, 0);

  private static final Pattern VAGUE = Pattern.compile(
      "\\b(what|whoever|whatever|whichever|nobody|somebody|anybody|everybody|none|nothing|something|those|others|ours"
          + "|theirs|likewise|whose|who)\\b",
      Pattern.CASE_INSENSITIVE);
  private static final Pattern OPENER = Pattern.compile(
      "(What|Who|Whoever|Whatever|Those|Whether|How|Where|When|The same|All|Everything|Nobody|Nothing|From here"
          + "|Somebody|Some|One|Another|It|They|That)\\b");
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z'’-]*+");

  /** Comments, and before them the literals in which the signs of a comment mean nothing. */
  private static final Pattern COMMENT_OR_LITERAL = Pattern.compile(
      "/\\*.*?\\*/|//[^\\n]*+|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])++'",
      Pattern.DOTALL);

  private static final Pattern EXAMPLE = Pattern.compile("<pre>.*?</pre>", Pattern.DOTALL);
  private static final Pattern INLINE_TAG =
      Pattern.compile("\\{@(?:code|link|linkplain|value)\\s*([^}]*+)}");
  private static final Pattern HTML = Pattern.compile("<[^>]++>");
  private static final Pattern MARGIN = Pattern.compile("(?m)^\\s*+\\*++/?|/\\*++|\\*++/|^//");

  /** Counts the comments of a Java file, without its licence header. */
  static ProseCount ofJava(String source) {
    boolean isLicensed = source.startsWith("/*") && !source.startsWith("/**");
    String body = isLicensed ? source.substring(source.indexOf("*/") + 2) : source;
    ProseCount count = NONE;
    Matcher matcher = COMMENT_OR_LITERAL.matcher(body);
    while (matcher.find()) {
      String comment = matcher.group();
      if (comment.startsWith("/")) {
        count = count.plus(ofComment(comment));
      }
    }
    return count;
  }

  private static ProseCount ofComment(String comment) {
    String text = EXAMPLE.matcher(comment).replaceAll(" ");
    text = INLINE_TAG.matcher(text).replaceAll("$1");
    text = HTML.matcher(text).replaceAll(" ");
    text = MARGIN.matcher(text).replaceAll(" ").strip();
    ProseCount count = ofText(text);
    if (!comment.startsWith("/**")) {
      return count;
    }
    return count.plus(new ProseCount(0, 0, 1, OPENER.matcher(text).lookingAt() ? 1 : 0));
  }

  /** Counts a page of Markdown, without its code. */
  static ProseCount ofMarkdown(String page) {
    String text = Pattern.compile("```.*?```", Pattern.DOTALL).matcher(page).replaceAll(" ");
    text = text.replaceAll("`[^`]*+`", "CODE");
    return ofText(text.replaceAll("\\[([^\\]]*+)\\]\\([^)]*+\\)", "$1"));
  }

  private static ProseCount ofText(String text) {
    return new ProseCount(
        WORD.matcher(text).results().count(), VAGUE.matcher(text).results().count(), 0, 0);
  }

  static ProseCount sum(Stream<ProseCount> counts) {
    return counts.reduce(NONE, ProseCount::plus);
  }

  ProseCount plus(ProseCount other) {
    return new ProseCount(
        words + other.words,
        vague + other.vague,
        javadocs + other.javadocs,
        openers + other.openers);
  }

  /** Returns the vague words in 10,000 words. */
  long vagueShare() {
    return Math.round(10_000.0 * vague / Math.max(1, words));
  }

  /** Returns the Javadoc comments that begin without a subject, in percent. */
  long openerShare() {
    return Math.round(100.0 * openers / Math.max(1, javadocs));
  }
}
