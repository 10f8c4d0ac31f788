/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The page docs/troubleshooting.md, compared with the messages in the code.
 *
 * <p>A call that writes a warning or an error is found by its text. Its message is on the page if one of the page's texts
 * stands in the literals of the call; a call without a literal of its own has its message elsewhere in the file.
 */
class TroubleshootingPageTest {
  private static final List<String> MODULES =
      List.of("exporters/fanout", "logback-appender", "metrics-bridge");

  private static final Pattern CALL =
      Pattern.compile("Level\\.(WARNING|SEVERE)|\\.(warning|severe)\\(|addWarn\\(|addError\\(");

  private static final Pattern ELLIPSIS = Pattern.compile("…");

  /** Shorter literals are punctuation or names of settings. */
  private static final int MIN_MESSAGE = 15;

  /** Files whose messages are made elsewhere, each with the reason. */
  private static final List<String> PASSED_ON = List.of(
      "FanlightEncoder.java", // problems of JacksonAdapter and StringMasker; its own are on the
      // page
      "FanlightAutoConfiguration.java"); // the advice of StartAdvice

  private static final List<List<String>> TEXTS = texts();

  @Test
  void each_warning_and_error_is_on_the_page() {
    List<String> missing = new ArrayList<>();
    int calls = 0;
    for (String module : MODULES) {
      for (var file : SourceTree.sources(module)) {
        JavaText source = JavaText.of(SourceTree.read(file));
        for (String statement : source.statementsWith(CALL)) {
          calls++;
          String message = JavaText.of(statement).literals();
          boolean isElsewhere = message.length() < MIN_MESSAGE;
          String searched = isElsewhere ? source.literals() : message;
          String name = file.getFileName().toString();
          if (!isOnPage(searched) && !(isElsewhere && PASSED_ON.contains(name))) {
            missing.add(name + ": " + message);
          }
        }
      }
    }

    assertThat(calls).isGreaterThan(50);
    assertThat(missing).as("messages without a row in docs/troubleshooting.md").isEmpty();
  }

  @Test
  void each_text_on_the_page_is_in_the_code() {
    StringBuilder literals = new StringBuilder();
    for (String module : MODULES) {
      SourceTree.sources(module)
          .forEach(file -> literals.append(JavaText.of(SourceTree.read(file)).literals()));
    }

    List<String> unknown = TEXTS.stream()
        .flatMap(List::stream)
        .filter(part -> literals.indexOf(part) < 0)
        .toList();

    assertThat(TEXTS).hasSizeGreaterThan(60);
    assertThat(unknown)
        .as("texts of docs/troubleshooting.md that no message has")
        .isEmpty();
  }

  private static boolean isOnPage(String message) {
    return TEXTS.stream().anyMatch(text -> text.stream().allMatch(message::contains));
  }

  /** Returns the texts in the first column of the tables, each in the parts around its ellipses. */
  private static List<List<String>> texts() {
    List<List<String>> texts = new ArrayList<>();
    SourceTree.read("docs/troubleshooting.md")
        .lines()
        .filter(line -> line.startsWith("| `") && !line.startsWith("| `fanlight.yaml"))
        .filter(line -> !line.matches("\\| `(rejected|dropped|refused)` .*"))
        .forEach(line -> Pattern.compile("`([^`]++)`")
            .matcher(line.substring(0, line.indexOf(" | ")))
            .results()
            .map(code -> ELLIPSIS
                .splitAsStream(code.group(1))
                .map(String::strip)
                .filter(part -> part.length() > 3)
                .toList())
            .forEach(texts::add));
    return texts;
  }
}
