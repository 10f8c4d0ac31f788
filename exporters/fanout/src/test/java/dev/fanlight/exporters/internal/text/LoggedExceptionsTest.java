/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedExceptionsTest {

  private static final Pattern EXCEPTION =
      Pattern.compile("\\b\\w*(?:Exception|Error|Throwable)\\s+(\\w+)\\s*[,)]");
  private static final Pattern LOG_CALL =
      Pattern.compile("(?i)\\blogger\\s*\\.\\s*\\w+\\([^;]*;", Pattern.DOTALL);

  @Test
  void a_logged_exception_keeps_stack_and_causes_and_loses_controls() {
    IOException cause = new IOException("a\nb\u202e");
    StringWriter printed = new StringWriter();

    ForeignText.loggable(new IllegalStateException("c\r\nWARNING d", cause))
        .printStackTrace(new PrintWriter(printed));

    assertThat(printed.toString())
        .startsWith("java.lang.IllegalStateException: c WARNING d" + System.lineSeparator())
        .contains("Caused by: java.io.IOException: a b" + System.lineSeparator())
        .contains("\tat " + LoggedExceptionsTest.class.getName())
        .doesNotContain("\u202e");
  }

  /** The compiler joins strings in a way that no rule about calls sees, so this one reads the source. */
  @ParameterizedTest
  @ValueSource(strings = {"../fanout", "../cli", "../zipkin"})
  void no_source_joins_an_exception_to_a_text_or_logs_it_as_it_is(String module)
      throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(module, "src", "main", "java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        if (!file.toString().contains("/internal/text/")) {
          names(source).forEach(name -> find(file, source, name, found));
        }
      }
    }

    assertThat(found).isEmpty();
  }

  private static Set<String> names(String source) {
    Set<String> names = new LinkedHashSet<>();
    EXCEPTION.matcher(source).results().forEach(match -> names.add(match.group(1)));
    return names;
  }

  private static void find(Path file, String source, String name, List<String> found) {
    String joined = "\\+\\s*" + name + "\\b(?!\\s*\\.)|String\\.valueOf\\(" + name + "\\)";
    Pattern.compile(joined)
        .matcher(source)
        .results()
        .forEach(match -> found.add(file + ": " + match.group()));
    Pattern raw = Pattern.compile("(?<!ForeignText\\.\\w{1,20}\\()\\b" + name + "\\b(?!\\s*\\.)");
    LOG_CALL
        .matcher(source)
        .results()
        .forEach(call -> raw.matcher(call.group().replaceAll("\"[^\"]*\"", "\"\""))
            .results()
            .forEach(match -> found.add(file + ": " + call.group())));
  }
}
