/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StringMaskerTest {
  private final List<String> problems = new ArrayList<>();

  @Test
  void a_pattern_that_exceeds_the_stack_masks_and_loses_nothing_else() {
    String digits = "1 2-3".repeat(8_000);

    String masked = masks("\\b(?:\\d[ -]?)+\\b").apply("paid with " + digits + ", thanks");

    assertThat(masked).startsWith("paid with ****").endsWith(", thanks").hasSizeLessThan(100);
    assertThat(problems).isEmpty();
  }

  @Test
  void a_pattern_that_takes_exponential_time_is_stopped_and_the_text_is_cut() {
    String text = "login of ann failed; " + "x ".repeat(100) + "a".repeat(10_000);

    String masked = masks("(.*a){25}b").apply(text);

    assertThat(masked).startsWith("login of ann failed; x x").endsWith("…");
    assertThat(problems).singleElement().asString().contains("(.*a){25}b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a+)+$b", "(a|aa)+$b", "(a|a?)+b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*)*x(.*)*y"})
  void hostile_patterns_end(String pattern) {
    assertThatCode(() -> masks(pattern).apply("a".repeat(17_000))).doesNotThrowAnyException();
  }

  @Test
  void a_secret_is_found_wherever_a_window_begins() {
    for (int before = 900; before < 1_200; before += 37) {
      String text = "a".repeat(before) + " 4111111111111111 " + "b".repeat(3_000);

      assertThat(masks("\\b\\d{16}\\b|(b+)+$c").apply(text)).doesNotContain("41111");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://u:p@h/x, https://****@h/x",
    "dsn=https://key:secret@o1.example/2 ok, dsn=https://****@o1.example/2 ok",
    "jdbc:postgresql://u:p@w@h:5432/db, jdbc:postgresql://****@h:5432/db",
    "https://ghp_0123456789abcdef@github.example/x, https://****@github.example/x",
    "ssh://git@github.example/x, ssh://git@github.example/x",
    "https://h/a@b:c, https://h/a@b:c",
    "mail ann@h.example: a://b, mail ann@h.example: a://b",
    "a://u:p@h b://u:p@h, a://****@h b://****@h"
  })
  void credentials_in_urls_are_hidden(String text, String masked) {
    assertThat(masks().apply(text)).isEqualTo(masked);
  }

  private StringMasker masks(String... patterns) {
    return new StringMasker(
        List.of(patterns).stream().map(Pattern::compile).toList(), problems::add);
  }
}
