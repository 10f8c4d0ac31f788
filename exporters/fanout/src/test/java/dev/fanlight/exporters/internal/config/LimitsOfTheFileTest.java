/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitsOfTheFileTest {

  private final FakeSurroundings surroundings = new FakeSurroundings();

  @Test
  void nesting_has_a_limit() {
    assertThat(problem("a: " + "[".repeat(100_000))).contains("nested deeper than 32 levels");
    assertThat(problem("{a: ".repeat(50_000))).contains("nested deeper than 32 levels");
  }

  @Test
  void aliases_cannot_blow_the_file_up() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      laughs.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
    }

    assertThat(problem(laughs.toString()))
        .contains("more than 20000 values, aliases counted each time");
  }

  @Test
  void an_alias_within_itself_is_refused() {
    assertThat(problem("vendors: &v {a: *v}")).contains("an alias without an anchor before it");
  }

  @Test
  void aliases_are_otherwise_fine() {
    Configuration configuration = surroundings.configuration("""
        vendors:
          a: {type: otlp, retry: &retry {first_delay: 2s}}
          b: {type: otlp, retry: *retry}
        """);

    assertThat(configuration.fanout().lanes())
        .allSatisfy(lane -> assertThat(lane.retry().firstDelay()).hasSeconds(2));
  }

  @Test
  void size_has_a_limit() {
    assertThat(problem("# " + "x".repeat(1 << 20))).contains("longer than 1 MiB");
  }

  @Test
  void there_is_one_document_a_file() {
    assertThat(problem("vendors: {}\n---\nvendors: {}")).contains("a second document begins here");
  }

  @Test
  void the_file_is_a_mapping() {
    assertThat(problem("- vendors")).contains("expected a mapping with the key vendors");
  }

  @Test
  void an_empty_file_is_refused() {
    assertThat(problem("")).contains("expected a mapping with the key vendors");
    assertThat(problem("# nothing here yet")).contains("expected a mapping with the key vendors");
  }

  @Test
  void windows_line_ends_and_a_byte_order_mark_are_fine() {
    Configuration configuration =
        surroundings.configuration("\uFEFFvendors:\r\n  gw:\r\n    type: otlp\r\n");

    assertThat(configuration.fanout().lanes()).hasSize(1);
  }

  @Test
  void a_hundred_problems_are_enough() {
    StringBuilder many = new StringBuilder("vendors: {}\n");
    for (int i = 0; i < 5_000; i++) {
      many.append("key").append(i).append(": x\n");
    }

    assertThat(surroundings.load(many.toString()).problems()).hasSize(100);
  }

  private String problem(String document) {
    LoadResult loaded = surroundings.load(document);
    assertThat(loaded).isInstanceOf(LoadResult.Refused.class);
    return loaded.problems().get(0).toString();
  }
}
