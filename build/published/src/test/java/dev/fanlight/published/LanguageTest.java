/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The language of comments, pages and type names, measured over the whole repository.
 *
 * <p>Well-kept projects of the field have 6 to 30 vague words in 10,000, up to 4 % openers, and about 20 % one-word names.
 */
class LanguageTest {
  private static final int MAX_VAGUE = 40;
  private static final int MAX_OPENERS = 4;
  private static final int MAX_ONE_WORD = 20;

  /** Shorter pages are not measured: a few words would decide. */
  private static final int MIN_PAGE_WORDS = 200;

  private static final List<String> PUBLISHED = List.of(
      "exporters/cli",
      "exporters/fanout",
      "exporters/kafka",
      "exporters/zipkin",
      "logback-appender",
      "metrics-bridge",
      "relay",
      "spring-boot-starter");

  /** Names that two published modules have, each with the reason. */
  private static final Map<String, String> SHARED_NAMES = Map.of(
      "FanlightAutoConfiguration",
      "The entry points of two frameworks, each named as its framework expects.",
      "SuppressForbidden",
      "An annotation for the build; published modules do not depend on each other.");

  @Test
  void comments_are_written_in_concrete_words() {
    var problems = new ArrayList<String>();
    for (String module : SourceTree.modules()) {
      ProseCount count = ProseCount.sum(SourceTree.sources(module).stream()
          .map(file -> ProseCount.ofJava(SourceTree.read(file))));
      check(problems, module, "vague words in 10,000", count.vagueShare(), MAX_VAGUE);
      check(problems, module, "% openers", count.openerShare(), MAX_OPENERS);
    }

    assertThat(problems).isEmpty();
  }

  @Test
  void pages_are_written_in_concrete_words() {
    var problems = new ArrayList<String>();
    for (String page : SourceTree.pages()) {
      ProseCount count = ProseCount.ofMarkdown(SourceTree.read(page));
      if (count.words() > MIN_PAGE_WORDS) {
        check(problems, page, "vague words in 10,000", count.vagueShare(), MAX_VAGUE);
      }
    }

    assertThat(problems).isEmpty();
  }

  @Test
  void type_names_say_the_role_in_more_than_one_word() {
    var problems = new ArrayList<String>();
    for (String module : SourceTree.modules()) {
      long share = TypeNames.of(module).oneWordShare();
      check(problems, module, "% one-word names", share, MAX_ONE_WORD);
    }

    assertThat(problems).isEmpty();
  }

  @Test
  void one_name_has_one_meaning_in_all_published_modules() {
    Map<String, Integer> uses = new TreeMap<>();
    for (String module : PUBLISHED) {
      TypeNames.of(module).names().forEach(name -> uses.merge(name, 1, Integer::sum));
    }
    uses.values().removeIf(count -> count == 1);

    assertThat(SHARED_NAMES.keySet()).containsAll(uses.keySet());
  }

  private static void check(
      List<String> problems, String place, String figure, long actual, int max) {
    if (actual > max) {
      problems.add(place + ": " + actual + " " + figure + ", at most " + max);
    }
  }
}
